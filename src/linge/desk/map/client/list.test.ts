import { expect, test } from "vitest";

import { inView } from "./list.ts";

const VIEW = { west: 121.48, south: 31.22, east: 121.49, north: 31.23 };

test("a spot on the border of the view is in view", () => {
  expect(inView(VIEW, 121.48, 31.23)).toBe(true);
});

test("a spot north of the view is not", () => {
  expect(inView(VIEW, 121.485, 31.231)).toBe(false);
});
