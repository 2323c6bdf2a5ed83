import { expect, test } from "vitest";

import { REACH, reshaped, snapped } from "./snap.ts";
import { at, square } from "./town.ts";

const METRE = 1 / 111_320;

test("a neighbour's corner within five metres is taken over exactly", () => {
  const [lon, lat] = at(1, 1);
  expect(snapped([lon, lat + 4 * METRE], [square(0)])).toEqual(at(1, 1));
});

test("beside a border the spot comes to lie on it", () => {
  const [lon, lat] = at(0.5, 1);
  const [east, north] = snapped([lon, lat + 4.9 * METRE], [square(0)]);
  expect(east).toBeCloseTo(lon, 6);
  expect(north).toBeCloseTo(lat, 6);
});

test("farther than five metres nothing draws it", () => {
  const far: [number, number] = [at(0.5, 1)[0], at(0.5, 1)[1] + (REACH + 0.1) * METRE];
  expect(snapped(far, [square(0)])).toEqual(far);
});

test("a triangle keeps its three corners", () => {
  const shape = { type: "Polygon" as const, coordinates: [[at(0, 0), at(1, 0), at(1, 1), at(0, 0)]] };
  expect(reshaped(shape, (spot) => (spot[0] === at(0, 0)[0] ? null : spot))).toEqual(shape);
});
