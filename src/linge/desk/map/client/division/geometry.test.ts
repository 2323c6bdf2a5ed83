import { expect, test } from "vitest";

import { area, around, closed, covers, Plane, within, type Ring, type Shape } from "./geometry.ts";
import { at, square } from "./town.ts";

test("a lasso holds what lies in it, though it is bent", () => {
  const bent = closed([at(0, 0), at(3, 0), at(3, 3), at(2, 3), at(2, 1), at(0, 1)]) as Ring;
  expect(within(bent, at(0.5, 0.5))).toBe(true);
  expect(within(bent, at(2.5, 2.5))).toBe(true);
  expect(within(bent, at(1, 2))).toBe(false);
});

test("a lasso of two spots holds nothing", () => {
  expect(closed([at(0, 0), at(1, 1)])).toBeNull();
});

test("a courtyard is not of the shape around it", () => {
  const shape: Shape = { type: "Polygon", coordinates: [(square(0, 3).coordinates as Ring[])[0] as Ring, (square(1).coordinates as Ring[])[0] as Ring] };
  expect(covers(shape, at(1.5, 0.5))).toBe(false);
  expect(covers(shape, at(0.5, 0.5))).toBe(true);
  expect(area(shape)).toBeCloseTo(area(square(0, 3)) - area(square(1)), 0);
});

test("a thousandth of a degree at Shanghai is 95 metres by 111", () => {
  expect(area(square(0))).toBeGreaterThan(95 * 111);
  expect(area(square(0))).toBeLessThan(96 * 112);
});

test("a spot comes back from the plane as it was", () => {
  const plane = new Plane(31.23);
  expect(plane.round(plane.flat([121.4851234, 31.2331234]))).toEqual([121.4851234, 31.2331234]);
});

test("the box around nothing is nothing", () => {
  expect(around([])).toBeNull();
  expect(around([at(0, 1), at(2, 0)])).toEqual([...at(0, 0), ...at(2, 1)]);
});
