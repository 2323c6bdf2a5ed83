/** A division being drafted, and the deeds of its editor: each gives a new state and leaves the old. */
import { covers, type Shape, type Spot } from "./geometry.ts";
import { isHere, reshaped, withCorner } from "./snap.ts";
import { split } from "./split.ts";

export interface Grid { uuid: string; code: string; name: string }
export interface Member {
  key: string;
  kind: "building" | "unit" | "shop" | "organisation" | "place";
  name: string;
  homes: number;
  point: Spot | null;
  building: string | null;
}
/** The grid of each member, and the outline of each grid, both by uuid. */
export interface State {
  readonly members: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
export interface Counts { homes: number; shops: number; organisations: number; places: number }

/** Put members into a grid. What stands in a building goes with it; its units cease to count singly. */
export function moved(state: State, all: readonly Member[], keys: ReadonlySet<string>, grid: string): State {
  const members = { ...state.members };
  for (const member of all) {
    if (keys.has(member.key)) members[member.key] = grid;
    else if (member.building && keys.has(member.building)) {
      if (member.kind === "unit") delete members[member.key];
      else members[member.key] = grid;
    }
  }
  for (const member of all) {
    if (member.kind === "unit" && member.building && keys.has(member.key)) delete members[member.building];
  }
  return { ...state, members };
}

/** Give a grid an outline. */
export function drawn(state: State, grid: string, shape: Shape): State {
  return { ...state, shapes: { ...state.shapes, [grid]: shape } };
}

/**
 * Cut a grid in two; the half with fewer homes, or with the chosen, goes to another grid, and with it
 * what stands there. Nothing when the line does not cross the grid right through.
 */
export function splitOff(
  state: State, all: readonly Member[], from: string, to: string, line: Spot[], chosen?: ReadonlySet<string>,
): State | null {
  const outline = state.shapes[from];
  const halves = outline && split(outline, line);
  if (!halves) return null;
  const mine = all.filter((member) => state.members[member.key] === from);
  const held = halves.map((half) => new Set(mine.filter((one) => stands(one, all, half)).map((one) => one.key)));
  const weight = (keys: ReadonlySet<string> | undefined) => mine.reduce((sum, one) => sum + (keys?.has(one.key) ? one.homes + 0.01 : 0), 0);
  const leaving = chosen ? 0 : weight(held[0]) <= weight(held[1]) ? 0 : 1;
  const drawnAnew = { ...state.shapes, [from]: halves[leaving ? 0 : 1], [to]: halves[leaving] };
  return moved({ ...state, shapes: drawnAnew }, all, chosen ?? held[leaving] ?? new Set(), to);
}

/** Whether a member, or the building it stands in, lies in a shape. */
function stands(member: Member, all: readonly Member[], shape: Shape): boolean {
  const spot = member.point ?? all.find((one) => one.key === member.building)?.point;
  return Boolean(spot && covers(shape, spot));
}

/** Move a corner, and with it the corners of neighbours that stand there, so that borders stay joined. */
export function cornerMoved(state: State, from: Spot, to: Spot): State {
  const here = isHere(from);
  return eachShape(state, (shape) => reshaped(shape, (spot) => (here(spot) ? to : spot)));
}

export function cornerAdded(state: State, spot: Spot): State {
  return eachShape(state, (shape) => withCorner(shape, spot));
}

export function cornerRemoved(state: State, spot: Spot): State {
  const here = isHere(spot);
  return eachShape(state, (shape) => reshaped(shape, (other) => (here(other) ? null : other)));
}

function eachShape(state: State, change: (shape: Shape) => Shape): State {
  return { ...state, shapes: Object.fromEntries(Object.entries(state.shapes).map(([grid, shape]) => [grid, change(shape)])) };
}

/** Homes, shops, organisations and places of each grid. */
export function counts(state: State, all: readonly Member[]): Map<string, Counts> {
  const found = new Map<string, Counts>();
  for (const member of all) {
    const grid = state.members[member.key];
    if (!grid) continue;
    const count = found.get(grid) ?? { homes: 0, shops: 0, organisations: 0, places: 0 };
    if (member.kind === "building" || member.kind === "unit") count.homes += member.homes;
    else count[`${member.kind}s`] += 1;
    found.set(grid, count);
  }
  return found;
}

/** The members to be listed: all but what goes with its building, and buildings split by units. */
export function listed(state: State, all: readonly Member[]): Member[] {
  const split = new Set(all.filter((one) => one.kind === "unit" && state.members[one.key]).map((one) => one.building));
  return all.filter((one) => {
    if (one.kind === "building") return !split.has(one.key);
    if (one.kind === "unit") return one.building === null || split.has(one.building);
    return !one.building || !(state.members[one.building] && state.members[one.building] === state.members[one.key]);
  });
}

/** Members that stand in a ring drawn round them. */
export function caught(all: readonly Member[], ring: Spot[]): string[] {
  const shape: Shape = { type: "Polygon", coordinates: [ring] };
  return all.filter((one) => one.point && covers(shape, one.point)).map((one) => one.key);
}

/** What I changed since the base, laid over what somebody else saved meanwhile. */
export function rebased(base: State, mine: State, theirs: State): State {
  return { members: over(base.members, mine.members, theirs.members), shapes: over(base.shapes, mine.shapes, theirs.shapes) };
}

function over<T>(base: Readonly<Record<string, T>>, mine: Readonly<Record<string, T>>, theirs: Readonly<Record<string, T>>): Record<string, T> {
  const result = { ...theirs };
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine)])) {
    if (JSON.stringify(base[key]) === JSON.stringify(mine[key])) continue;
    const value = mine[key];
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result;
}

export function equal(one: State, other: State): boolean {
  const flat = (state: State) => JSON.stringify([Object.entries(state.members).sort(), Object.entries(state.shapes).sort()]);
  return flat(one) === flat(other);
}
