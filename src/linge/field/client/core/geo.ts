/** Distances on the ground, for points in WGS-84 degrees. */

export interface Point {
  readonly lon: number;
  readonly lat: number;
}

const EARTH = 6_371_000;

/** Metres between two points, rounded. */
export function metresBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180;
  const x = (b.lon - a.lon) * rad * Math.cos(((a.lat + b.lat) / 2) * rad);
  const y = (b.lat - a.lat) * rad;
  return Math.round(Math.hypot(x, y) * EARTH);
}
