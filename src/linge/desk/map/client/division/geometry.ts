/** Shapes on the ground in plain numbers: spots are [lon, lat] degrees, lengths and areas metres. */
export type Spot = [number, number];
export type Ring = Spot[];
/** Rings of each part, the outer one first; every ring ends where it began. */
export interface Shape {
  type: "Polygon" | "MultiPolygon";
  coordinates: Ring[] | Ring[][];
}

const METRES_PER_DEGREE = 111_320;

/** A plane that touches the Earth at a latitude: spots become metres east and north, and back. */
export class Plane {
  readonly #east: number;

  constructor(latitude: number) {
    this.#east = METRES_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  }

  flat([lon, lat]: Spot): Spot {
    return [lon * this.#east, lat * METRES_PER_DEGREE];
  }

  /** Back to degrees, to a centimetre. */
  round([x, y]: Spot): Spot {
    return [Number((x / this.#east).toFixed(7)), Number((y / METRES_PER_DEGREE).toFixed(7))];
  }
}

/** The parts of a shape, each a list of rings. */
export function parts(shape: Shape): Ring[][] {
  return shape.type === "Polygon" ? [shape.coordinates as Ring[]] : shape.coordinates as Ring[][];
}

export function rings(shape: Shape): Ring[] {
  return parts(shape).flat();
}

/** A shape of some parts: one is a polygon. Nothing of none. */
export function shapeOf(found: Ring[][]): Shape | null {
  const [only] = found;
  if (!only) return null;
  return found.length === 1 ? { type: "Polygon", coordinates: only } : { type: "MultiPolygon", coordinates: found };
}

/** The last of some things. */
export function last<T>(some: readonly T[]): T | undefined {
  return some[some.length - 1];
}

export function same(one: Spot, other: Spot): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

export function distance(one: Spot, other: Spot): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1]);
}

/** Twice the signed area of a ring on the plane: positive when it runs against the clock. */
export function turning(ring: Ring): number {
  let sum = 0;
  for (const [[ax, ay], [bx, by]] of edges(ring)) sum += ax * by - bx * ay;
  return sum;
}

/** The area of a shape in square metres, holes taken out. */
export function area(shape: Shape): number {
  const plane = new Plane(rings(shape)[0]?.[0]?.[1] ?? 0);
  const of = (ring: Ring) => Math.abs(turning(ring.map((spot) => plane.flat(spot)))) / 2;
  return parts(shape).reduce((sum, [outer = [], ...holes]) => sum + of(outer) - holes.reduce((all, hole) => all + of(hole), 0), 0);
}

export function edges(ring: Ring): [Spot, Spot][] {
  return ring.slice(1).map((spot, place) => [ring[place] as Spot, spot]);
}

/** Whether a spot lies within a ring: a ray to the east crosses it an odd number of times. */
export function within(ring: Ring, [x, y]: Spot): boolean {
  let inside = false;
  for (const [[ax, ay], [bx, by]] of edges(ring)) {
    if ((ay > y) !== (by > y) && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

/** Whether a spot lies in a shape and in none of its holes. */
export function covers(shape: Shape, spot: Spot): boolean {
  return parts(shape).some(([outer = [], ...holes]) => within(outer, spot) && !holes.some((hole) => within(hole, spot)));
}

/** What a line closes round: the lasso as a ring, nothing when it is too short to hold anything. */
export function closed(line: Spot[]): Ring | null {
  const [first] = line;
  return first && line.length >= 3 ? [...line, first] : null;
}

/** West, south, east and north of some spots; nothing of none. */
export function around(spots: Spot[]): [number, number, number, number] | null {
  if (!spots.length) return null;
  const lons = spots.map(([lon]) => lon), lats = spots.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** The spot of a stretch that lies nearest, on the plane. */
export function nearest([a, b]: [Spot, Spot], spot: Spot): Spot {
  const dx = b[0] - a[0], dy = b[1] - a[1];
  const length = dx * dx + dy * dy;
  if (!length) return a;
  const along = Math.min(1, Math.max(0, ((spot[0] - a[0]) * dx + (spot[1] - a[1]) * dy) / length));
  return [a[0] + along * dx, a[1] + along * dy];
}
