import { expect, test } from "vitest";

import { caught, cornerAdded, cornerMoved, cornerRemoved, counts, drawn, equal, listed, moved, rebased, splitOff, type Member } from "./draft.ts";
import { covers, last, rings, type Ring } from "./geometry.ts";
import { at, MEMBERS, square, TOWN } from "./town.ts";

const keys = (...some: string[]) => new Set(some);

test("what stands in a building goes with it, and homes follow", () => {
  const after = moved(TOWN, MEMBERS, keys("building:a"), "two");
  expect(after.members).toMatchObject({ "building:a": "two", "shop:a": "two", "building:b": "one" });
  expect(counts(after, MEMBERS).get("two")).toEqual({ homes: 60, shops: 1, organisations: 0, places: 0 });
  expect(TOWN.members["building:a"]).toBe("one");
});

test("a building moved whole takes its units' places, and a unit the whole building's", () => {
  const unit: Member = { key: "unit:1", kind: "unit", name: "1", homes: 12, point: null, building: "building:a" };
  const all = [...MEMBERS, unit];
  const parted = moved(TOWN, all, keys("unit:1"), "two");
  expect(parted.members).not.toHaveProperty("building:a");
  expect(listed(parted, all).map((one) => one.key)).not.toContain("building:a");
  const whole = moved(parted, all, keys("building:a"), "one");
  expect(whole.members).not.toHaveProperty("unit:1");
});

test("a line splits off the half with fewer homes, with all that stands there", () => {
  const after = splitOff(TOWN, MEMBERS, "one", "new", [at(0.5, -0.5), at(0.5, 1.5)]);
  expect(after?.members).toMatchObject({ "building:b": "new", "building:a": "one", "shop:a": "one" });
  expect(after && covers(after.shapes["new"] ?? square(9), at(0.8, 0.5))).toBe(true);
  expect(splitOff(TOWN, MEMBERS, "one", "new", [at(5, 0), at(5, 1)])).toBeNull();
});

test("chosen buildings go to the half on the left of their line", () => {
  const after = splitOff(TOWN, MEMBERS, "one", "new", [at(0.5, -0.5), at(0.5, 1.5)], keys("building:a"));
  expect(after?.members).toMatchObject({ "building:a": "new", "shop:a": "new", "building:b": "one" });
});

test("a corner two grids share moves in both and snaps back together", () => {
  const after = cornerMoved(TOWN, at(1, 1), at(1.2, 1.1));
  for (const grid of ["one", "two"]) expect(rings(after.shapes[grid] ?? square(9)).flat()).toContainEqual(at(1.2, 1.1));
  const ring = rings(cornerMoved(TOWN, at(0, 0), at(-0.1, 0)).shapes["one"] ?? square(9))[0] as Ring;
  expect(ring[0]).toEqual(last(ring));
});

test("a corner added on a shared border belongs to both, and three corners stay", () => {
  const added = cornerAdded(TOWN, at(1, 0.5));
  for (const grid of ["one", "two"]) expect(rings(added.shapes[grid] ?? square(9))[0]).toHaveLength(6);
  const bare = [at(1, 0.5), at(1, 1), at(0, 1), at(0, 0)].reduce(cornerRemoved, added);
  expect(rings(bare.shapes["one"] ?? square(9))[0]).toHaveLength(4);
});

test("a lasso catches what has a place within it", () => {
  expect(caught(MEMBERS, [at(0, 0), at(0.5, 0), at(0.5, 1), at(0, 1), at(0, 0)])).toEqual(["building:a", "shop:a", "organisation:free"]);
});

test("the list leaves out what goes with its building", () => {
  expect(listed(TOWN, MEMBERS).map((one) => one.key)).toEqual(["building:a", "building:b", "building:c", "organisation:free"]);
});

test("my changes are laid over somebody else's, who keeps the rest", () => {
  const mine = drawn(moved(TOWN, MEMBERS, keys("building:a"), "two"), "two", square(7));
  const theirs = moved(TOWN, MEMBERS, keys("building:b"), "two");
  const both = rebased(TOWN, mine, theirs);
  expect(both.members).toMatchObject({ "building:a": "two", "building:b": "two", "organisation:free": "one" });
  expect(both.shapes["two"]).toEqual(square(7));
  expect(equal(rebased(TOWN, TOWN, theirs), theirs)).toBe(true);
});
