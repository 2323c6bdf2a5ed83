/** Undo and redo of whole states: cheap, since a state shares all that did not change. */
import { last } from "./geometry.ts";

export const STEPS = 50;

export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
}

export function begun<T>(state: T): History<T> {
  return { past: [], now: state, future: [] };
}

/** One step more; what was undone before is gone. The same state is no step. */
export function done<T>(history: History<T>, state: T): History<T> {
  if (state === history.now) return history;
  return { past: [...history.past, history.now].slice(-STEPS), now: state, future: [] };
}

export function undone<T>(history: History<T>): History<T> {
  const before = last(history.past);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future };
}
