/** The small town of these tests: two squares side by side, a hundred metres or so each. */
import type { Member, State } from "./draft.ts";
import type { Ring, Shape, Spot } from "./geometry.ts";

const WEST = 121.485, SOUTH = 31.233, SIDE = 0.001;

export function at(column: number, row: number): Spot {
  return [Number((WEST + column * SIDE).toFixed(7)), Number((SOUTH + row * SIDE).toFixed(7))];
}

export function square(column: number, size = 1): Shape {
  const corners: Ring = [at(column, 0), at(column + size, 0), at(column + size, size), at(column, size), at(column, 0)];
  return { type: "Polygon", coordinates: [corners] };
}

function member(key: string, homes: number, point: Spot | null, building: string | null = null): Member {
  return { key, kind: key.split(":")[0] as Member["kind"], name: key, homes, point, building };
}

export const MEMBERS: Member[] = [
  member("building:a", 40, at(0.2, 0.5)),
  member("building:b", 30, at(0.8, 0.5)),
  member("building:c", 20, at(1.5, 0.5)),
  member("shop:a", 0, at(0.2, 0.5), "building:a"),
  member("organisation:free", 0, at(0.3, 0.2)),
];

export const TOWN: State = {
  members: { "building:a": "one", "building:b": "one", "building:c": "two", "shop:a": "one", "organisation:free": "one" },
  shapes: { one: square(0), two: square(1) },
};
