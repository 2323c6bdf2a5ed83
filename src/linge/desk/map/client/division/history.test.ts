import { expect, test } from "vitest";

import { begun, done, redone, STEPS, undone } from "./history.ts";

test("fifty steps can be taken back and made again", () => {
  let history = begun(0);
  for (let step = 1; step <= STEPS + 5; step += 1) history = done(history, step);
  for (let step = 0; step < STEPS; step += 1) history = undone(history);
  expect(history.now).toBe(5);
  expect(undone(history)).toBe(history);
  for (let step = 0; step < STEPS; step += 1) history = redone(history);
  expect(history.now).toBe(STEPS + 5);
  expect(redone(history)).toBe(history);
});

test("a new step after going back forgets what was undone", () => {
  const history = done(undone(done(begun("a"), "b")), "c");
  expect(history.future).toEqual([]);
  expect(undone(history).now).toBe("a");
});

test("the same state is no step", () => {
  const history = begun("a");
  expect(done(history, "a")).toBe(history);
});
