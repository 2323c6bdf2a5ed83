import { expect, test } from "vitest";

import { pointIn, written } from "./point.ts";

test("a point is read with either comma", () => {
  expect(pointIn("121.4853,31.2335")).toEqual([121.4853, 31.2335]);
  expect(pointIn(" 121.4853 ， 31.2335 ")).toEqual([121.4853, 31.2335]);
});

test("half a point is none", () => {
  expect(pointIn(",")).toBeNull();
  expect(pointIn("121.4853,")).toBeNull();
  expect(pointIn("3号楼门口")).toBeNull();
});

test("a tap is written to the metre and read back", () => {
  const { lon, lat } = written({ lng: 121.48531234, lat: 31.2 });
  expect(`${lon},${lat}`).toBe("121.485312,31.200000");
  expect(pointIn(`${lon},${lat}`)).toEqual([121.485312, 31.2]);
});
