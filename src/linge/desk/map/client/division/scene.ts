/** What the editor's map shows of a draft, as the features poured into its sources. */
import type { Feature, Geometry } from "geojson";

import type { Grid, Member, State } from "./draft.ts";
import { edges, parts, rings, type Ring, type Shape, type Spot } from "./geometry.ts";

export interface Scene {
  state: State;
  members: Member[];
  grids: Grid[];
  colours: Record<string, number>;
  footprints: Map<string, { shape: Geometry; number: string }>;
  ticked: ReadonlySet<string>;
  current: string;
}
type Features = Feature[];

export function gridFeatures({ state, grids, colours, current }: Scene): Features {
  return grids.flatMap(({ uuid }) => {
    const shape = state.shapes[uuid];
    return shape ? [feature(shape as Geometry, { grid: uuid, colour: colours[uuid] ?? 0, current: uuid === current })] : [];
  });
}

/** Buildings with a footprint; what has only a point is a spot. */
export function buildingFeatures(scene: Scene): Features {
  return scene.members.flatMap((member) => {
    const print = scene.footprints.get(member.key);
    return print && print.shape.type !== "Point" ? [feature(print.shape, { ...marks(scene, member), number: print.number })] : [];
  });
}

/** Members with a place of their own: not what goes with its building. */
export function spotFeatures(scene: Scene): Features {
  return scene.members.flatMap((member) => {
    const drawn = (scene.footprints.get(member.key)?.shape.type ?? "Point") !== "Point";
    return member.point && !drawn && !member.building ? [feature(point(member.point), marks(scene, member))] : [];
  });
}

export function labelFeatures({ state, grids }: Scene): Features {
  return grids.flatMap(({ uuid, name }) => {
    const shape = state.shapes[uuid];
    return shape ? [feature(point(middle(shape)), { name })] : [];
  });
}

/** The corners of an outline, and the middle of each side, where one may be added. */
export function cornerFeatures(shape: Shape | undefined): Features {
  if (!shape) return [];
  return rings(shape).flatMap((ring) => edges(ring).flatMap(([a, b]) => [
    feature(point(a), { middle: false }),
    feature(point([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]), { middle: true }),
  ]));
}

/** What is being drawn: its spots, and the line or ring through them up to the pointer. */
export function sketchFeatures(spots: Spot[], pointer: Spot | null, ring: boolean): Features {
  const line = pointer ? [...spots, pointer] : spots;
  const dots = spots.map((spot) => feature(point(spot), {}));
  if (line.length < 2) return dots;
  const drawn: Geometry = ring && line.length > 2
    ? { type: "Polygon", coordinates: [[...line, line[0] as Spot]] } : { type: "LineString", coordinates: line };
  return [feature(drawn, {}), ...dots];
}

/** All spots something takes up on the map, to go there. */
export function spotsOf(scene: Scene, key: string): Spot[] {
  const [kind, uuid = ""] = key.split(":");
  const shape = kind === "grid" ? scene.state.shapes[uuid] : undefined;
  if (shape) return rings(shape).flat();
  const member = scene.members.find((one) => one.key === key);
  const spot = member?.point ?? scene.members.find((one) => one.key === member?.building)?.point;
  return spot ? [spot] : [];
}

function marks({ state, colours, ticked }: Scene, member: Member): Record<string, unknown> {
  const grid = state.members[member.key];
  return { key: member.key, colour: grid ? colours[grid] ?? 0 : -1, ticked: ticked.has(member.key) };
}

/** The middle of the largest part's corners. */
function middle(shape: Shape): Spot {
  const [largest = []] = parts(shape).map(([outer = []]) => outer).sort((one: Ring, other: Ring) => other.length - one.length);
  const corners = largest.slice(0, -1);
  const mean = (axis: 0 | 1) => corners.reduce((sum, spot) => sum + spot[axis], 0) / corners.length;
  return [mean(0), mean(1)];
}

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry, properties };
}

function point(spot: Spot): Geometry {
  return { type: "Point", coordinates: spot };
}
