/** Cutting a shape in two by a line, and the line that parts some buildings from the others. */
import { around, edges, last, parts, Plane, rings, same, shapeOf, turning, within, type Ring, type Shape, type Spot } from "./geometry.ts";

interface Crossing { at: Spot; edge: number; along: number }

/** The halves of a shape, left and right of a line; nothing unless it crosses one part right through. */
export function split(shape: Shape, line: Spot[]): [Shape, Shape] | null {
  const plane = new Plane(line[0]?.[1] ?? 0);
  const cut = line.map((spot) => plane.flat(spot));
  const sides: [Ring[][], Ring[][]] = [[], []];
  let crossed = false;
  for (const part of parts(shape)) {
    const [outer = [], ...holes] = part.map((ring) => ring.map((spot) => plane.flat(spot)));
    if (holes.some((hole) => crossings(hole, cut).length)) return null;
    const halves = cutRing(outer, cut);
    crossed ||= halves !== null;
    const pieces: [Ring, number][] = halves ? [[halves[0], 0], [halves[1], 1]] : [[outer, isLeft(outer, cut) ? 0 : 1]];
    for (const [ring, side] of pieces) {
      const inside = holes.filter((hole) => hole[0] && within(ring, hole[0]));
      sides[side as 0 | 1].push([ring, ...inside].map((one) => one.map((spot) => plane.round(spot))));
    }
  }
  const left = shapeOf(sides[0]), right = shapeOf(sides[1]);
  return crossed && left && right ? [left, right] : null;
}

/** A ring cut from where the line enters to where it leaves: what is left of it, what is right. */
function cutRing(ring: Ring, line: Spot[]): [Ring, Ring] | null {
  const [into, out, more] = crossings(ring, line);
  if (!into || !out || more) return null;
  const chord = [into.at, ...line.slice(Math.floor(into.along) + 1, Math.floor(out.along) + 1), out.at];
  const along = closedBy([...chord, ...walk(ring, out, into)]);
  const against = closedBy([...chord.reverse(), ...walk(ring, into, out)]);
  return turning(ring) > 0 ? [along, against] : [against, along];
}

/** Whether a ring the line leaves alone lies to the left of it. */
function isLeft(ring: Ring, line: Spot[]): boolean {
  const [ax, ay] = line[0] as Spot, [bx, by] = last(line) as Spot;
  return ring.reduce((sum, [x, y]) => sum + (bx - ax) * (y - ay) - (by - ay) * (x - ax), 0) > 0;
}

/** Where a line crosses a ring, in the order of the line; a corner met twice counts once. */
function crossings(ring: Ring, line: Spot[]): Crossing[] {
  const found: Crossing[] = [];
  line.slice(1).forEach((to, step) => {
    edges(ring).forEach((side, edge) => {
      const met = meeting([line[step] as Spot, to], side);
      if (met) found.push({ at: met.at, edge, along: step + met.along });
    });
  });
  found.sort((one, other) => one.along - other.along);
  return found.filter((one, place) => !found.slice(0, place).some((before) => same(before.at, one.at)));
}

/** Where two stretches cross, and how far along the first that is (0 to 1). */
function meeting([a, b]: [Spot, Spot], [c, d]: [Spot, Spot]): { at: Spot; along: number } | null {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]], [sx, sy] = [d[0] - c[0], d[1] - c[1]];
  const across = rx * sy - ry * sx;
  if (!across) return null;
  const along = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / across;
  const beside = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / across;
  if (along < 0 || along > 1 || beside < 0 || beside > 1) return null;
  return { at: beside === 0 ? c : beside === 1 ? d : [a[0] + along * rx, a[1] + along * ry], along };
}

/** The corners of a ring met on the way round from one crossing to another. */
function walk(ring: Ring, from: Crossing, to: Crossing): Spot[] {
  const corners = ring.slice(0, -1), met: Spot[] = [];
  let place = from.edge;
  if (from.edge === to.edge && distanceAlong(ring, from) < distanceAlong(ring, to)) return met;
  do {
    place = (place + 1) % corners.length;
    met.push(corners[place] as Spot);
  } while (place !== to.edge);
  return met;
}

function distanceAlong(ring: Ring, { at, edge }: Crossing): number {
  const start = ring[edge] as Spot;
  return Math.hypot(at[0] - start[0], at[1] - start[1]);
}

function closedBy(spots: Spot[]): Ring {
  const kept = spots.filter((spot, place) => place === 0 || !same(spot, spots[place - 1] as Spot));
  const first = kept[0] as Spot;
  return same(first, last(kept) as Spot) ? kept : [...kept, first];
}


const DIRECTIONS = 72;

/**
 * The straight line that best parts chosen spots from the others, the chosen to its left: of all
 * directions the one with the widest gap between the two, or with the least overlap where there is none.
 * It reaches right across the shape.
 */
export function partingLine(shape: Shape, chosen: Spot[], others: Spot[]): [Spot, Spot] | null {
  const box = around(rings(shape).flat());
  if (!box || !chosen.length || !others.length) return null;
  const plane = new Plane(box[1]);
  const reach = Math.hypot(...difference(plane.flat([box[2], box[3]]), plane.flat([box[0], box[1]])));
  const mine = chosen.map((spot) => plane.flat(spot)), theirs = others.map((spot) => plane.flat(spot));
  let best = { gap: -Infinity, angle: 0, at: 0 };
  for (let step = 0; step < DIRECTIONS; step += 1) {
    const angle = (2 * Math.PI * step) / DIRECTIONS;
    const far = ([x, y]: Spot) => y * Math.cos(angle) - x * Math.sin(angle);
    const low = Math.min(...mine.map(far)), high = Math.max(...theirs.map(far));
    if (low - high > best.gap) best = { gap: low - high, angle, at: (low + high) / 2 };
  }
  return drawnAt(plane, best, mean([...mine, ...theirs]), reach);
}

/** The line at a distance from the origin, right across, with the foot of a middle spot in its middle. */
function drawnAt(plane: Plane, { angle, at }: { angle: number; at: number }, [x, y]: Spot, reach: number): [Spot, Spot] {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
  const along = x * dx + y * dy;
  const spot = (far: number) => plane.round([far * dx - at * dy, far * dy + at * dx]);
  return [spot(along - reach), spot(along + reach)];
}

function difference(one: Spot, other: Spot): Spot {
  return [one[0] - other[0], one[1] - other[1]];
}

function mean(spots: Spot[]): Spot {
  return [spots.reduce((sum, [x]) => sum + x, 0) / spots.length, spots.reduce((sum, [, y]) => sum + y, 0) / spots.length];
}
