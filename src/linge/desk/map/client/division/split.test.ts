import { expect, test } from "vitest";

import { area, covers, last, type Ring, type Shape, type Spot } from "./geometry.ts";
import { partingLine, split } from "./split.ts";
import { at, square } from "./town.ts";

function halves(shape: Shape, line: Spot[]): [Shape, Shape] {
  const found = split(shape, line);
  if (!found) throw new Error("not split");
  return found;
}

test.each([
  ["upwards", [at(0.5, -0.5), at(0.5, 1.5)], at(0.2, 0.5)],
  ["downwards", [at(0.5, 1.5), at(0.5, -0.5)], at(0.8, 0.5)],
  ["bent within", [at(0.5, -0.5), at(0.5, 0.5), at(1.5, 0.5)], at(0.2, 0.8)],
])("a line drawn %s parts a square in left and right", (_way, line, left) => {
  const [one, other] = halves(square(0), line as Spot[]);
  expect(area(one) + area(other)).toBeCloseTo(area(square(0)), -1);
  expect(covers(one, left as Spot)).toBe(true);
  expect(covers(other, left as Spot)).toBe(false);
});

test("a ring that runs with the clock is cut the same way", () => {
  const turned: Shape = { type: "Polygon", coordinates: [[...(square(0).coordinates as Ring[])[0] as Ring].reverse()] };
  const [left] = halves(turned, [at(0.25, -1), at(0.25, 2)]);
  expect(area(left)).toBeCloseTo(area(square(0)) / 4, -1);
});

test("both halves are closed and keep the old corners", () => {
  const [left, right] = halves(square(0), [at(0.5, -0.5), at(0.5, 1.5)]);
  for (const ring of [...left.coordinates, ...right.coordinates] as Ring[]) expect(ring[0]).toEqual(last(ring));
  expect((left.coordinates as Ring[])[0]).toContainEqual(at(0, 1));
  expect((right.coordinates as Ring[])[0]).toContainEqual(at(1, 0));
});

test("from corner to corner there are two triangles", () => {
  const [left, right] = halves(square(0), [at(-1, -1), at(2, 2)]);
  expect((left.coordinates as Ring[])[0]).toHaveLength(4);
  expect(area(left)).toBeCloseTo(area(right), -1);
});

test("a line that stops halfway or passes by parts nothing", () => {
  expect(split(square(0), [at(0.5, -0.5), at(0.5, 0.5)])).toBeNull();
  expect(split(square(0), [at(5, -0.5), at(5, 1.5)])).toBeNull();
});

test("of two parts only the one that is crossed is cut; its courtyard stays whole", () => {
  const hole = [at(0.1, 0.4), at(0.2, 0.4), at(0.2, 0.6), at(0.1, 0.4)];
  const shape: Shape = {
    type: "MultiPolygon",
    coordinates: [[(square(0).coordinates as Ring[])[0] as Ring, hole], square(4).coordinates as Ring[]],
  };
  const [left, right] = halves(shape, [at(0.5, -0.5), at(0.5, 1.5)]);
  expect(left).toMatchObject({ type: "Polygon" });
  expect(left.coordinates).toHaveLength(2);
  expect(right).toMatchObject({ type: "MultiPolygon" });
  expect(split(shape, [at(0.15, -0.5), at(0.15, 1.5)])).toBeNull();
});

test("the line between chosen buildings and the rest leaves the chosen on its left", () => {
  const line = partingLine(square(0), [at(0.1, 0.2), at(0.2, 0.9)], [at(0.7, 0.1), at(0.9, 0.8)]);
  const [left] = halves(square(0), line ?? []);
  expect(covers(left, at(0.1, 0.2))).toBe(true);
  expect(covers(left, at(0.2, 0.9))).toBe(true);
  expect(covers(left, at(0.7, 0.1))).toBe(false);
});

test("without somebody on each side there is no line", () => {
  expect(partingLine(square(0), [], [at(0.7, 0.1)])).toBeNull();
});
