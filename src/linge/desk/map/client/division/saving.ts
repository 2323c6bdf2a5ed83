/** Saving a draft at the version it was read at, and the copy this browser keeps until that is done. */
import type { Counts, Grid, Member, State } from "./draft.ts";
import type { Shape } from "./geometry.ts";

export interface Figures extends Counts { care: number | null; change: Counts }
export interface Remark { code: string; stops: boolean; message: string; about: string[] }
/** What the server says after each save. */
export interface Answer {
  version: number;
  saved: { by: string; at: string };
  figures: Record<string, Figures>;
  remarks: Remark[];
}
export interface Read extends Answer {
  grids: (Grid & { shape: Shape | null })[];
  members: (Member & { grid: string | null })[];
}
export type Outcome =
  | { kind: "saved"; answer: Answer }
  | { kind: "late"; by: string; at: string }
  | { kind: "refused"; message: string }
  | { kind: "lost" };
/** A copy of unsaved work: what it began from, and how far it has come. */
export interface Copy { at: string; base: State; mine: State }

const PREFIX = "linge-division:";
/** A browser sends no more than this when its page is already gone. */
const MOST_ON_LEAVING = 60_000;

/** The state that was read. */
export function stateOf(read: Pick<Read, "grids" | "members">): State {
  return {
    members: Object.fromEntries(read.members.flatMap(({ key, grid }) => (grid ? [[key, grid]] : []))),
    shapes: Object.fromEntries(read.grids.flatMap(({ uuid, shape }) => (shape ? [[uuid, shape]] : []))),
  };
}

/** Send a state; it counts only if nobody has saved since ``version``. */
export async function save(address: string, token: string, version: number, state: State, leaving = false): Promise<Outcome> {
  const body = JSON.stringify({ version, ...state });
  try {
    const answer = await post(address, token, body, leaving && body.length < MOST_ON_LEAVING);
    if (answer.ok) return { kind: "saved", answer: await answer.json() as Answer };
    return refusal(answer.status, await answer.json() as Record<string, string>);
  } catch {
    return { kind: "lost" };
  }
}

function refusal(status: number, { by = "", at = "", message = "" }: Record<string, string>): Outcome {
  return status === 409 ? { kind: "late", by, at } : { kind: "refused", message };
}

export function post(address: string, token: string, body: string, keepalive = false): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  return fetch(address, { method: "POST", body, headers, keepalive });
}

/** Keep a copy; says whether the browser had room for it. */
export function keep(store: Storage, draft: string, copy: Copy): boolean {
  try {
    store.setItem(PREFIX + draft, JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

export function kept(store: Storage, draft: string): Copy | null {
  try {
    return JSON.parse(store.getItem(PREFIX + draft) ?? "null") as Copy | null;
  } catch {
    return null;
  }
}

export function forget(store: Storage, draft: string): void {
  store.removeItem(PREFIX + draft);
}
