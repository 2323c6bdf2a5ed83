/** Drawing that meets its neighbours: a corner within five metres is taken over, else the border. */
import { distance, edges, nearest, Plane, rings, type Ring, type Shape, type Spot } from "./geometry.ts";

export const REACH = 5;
const TOGETHER = 0.05;

/** Where a spot is drawn to among outlines; the spot itself where none is near. */
export function snapped(spot: Spot, outlines: Shape[], reach = REACH): Spot {
  const plane = new Plane(spot[1]);
  const here = plane.flat(spot);
  const near = outlines.flatMap(rings);
  const corner = closest(near.flat(), (one) => distance(plane.flat(one), here), reach);
  if (corner) return corner;
  const sides = near.flatMap((ring) => edges(ring)).map(([a, b]) => nearest([plane.flat(a), plane.flat(b)], here));
  const side = closest(sides, (one) => distance(one, here), reach);
  return side ? plane.round(side) : spot;
}

/** The corners of outlines that stand where this one stands: they move as one. */
export function isHere(spot: Spot): (other: Spot) => boolean {
  const plane = new Plane(spot[1]);
  const here = plane.flat(spot);
  return (other) => distance(plane.flat(other), here) <= TOGETHER;
}

/** A shape with each of its corners changed; removed where nothing is given, unless too few would stay. */
export function reshaped(shape: Shape, change: (spot: Spot) => Spot | null): Shape {
  const ring = (old: Ring): Ring => {
    const kept = old.slice(0, -1).map(change).filter((spot) => spot !== null);
    return kept.length < 3 ? old : [...kept, kept[0] as Spot];
  };
  return shape.type === "Polygon"
    ? { ...shape, coordinates: (shape.coordinates as Ring[]).map(ring) }
    : { ...shape, coordinates: (shape.coordinates as Ring[][]).map((part) => part.map(ring)) };
}

/** A shape with a corner more wherever one of its sides runs through a spot. */
export function withCorner(shape: Shape, spot: Spot): Shape {
  const plane = new Plane(spot[1]);
  const here = plane.flat(spot), isThere = isHere(spot);
  const ring = (old: Ring): Ring => {
    if (old.some(isThere)) return old;
    const side = edges(old).findIndex(([a, b]) => distance(nearest([plane.flat(a), plane.flat(b)], here), here) <= TOGETHER);
    return side < 0 ? old : [...old.slice(0, side + 1), spot, ...old.slice(side + 1)];
  };
  return shape.type === "Polygon"
    ? { ...shape, coordinates: (shape.coordinates as Ring[]).map(ring) }
    : { ...shape, coordinates: (shape.coordinates as Ring[][]).map((part) => part.map(ring)) };
}

function closest(spots: Spot[], far: (spot: Spot) => number, reach: number): Spot | null {
  let best: Spot | null = null, least = reach;
  for (const spot of spots) {
    const away = far(spot);
    if (away <= least) { best = spot; least = away; }
  }
  return best;
}
