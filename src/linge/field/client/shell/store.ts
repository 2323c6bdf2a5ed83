/** What stays on the phone: the outbox, the pictures in it, and what was read last. */

import { Dexie, type Table } from "dexie";

import type { Entry } from "../core/outbox";

export interface Picture {
  readonly key: string;
  readonly blob: Blob;
}

export interface Kept {
  readonly key: string;
  readonly value: unknown;
  readonly at: string;
}

class Store extends Dexie {
  readonly entries!: Table<Entry, string>;
  readonly pictures!: Table<Picture, string>;
  readonly kept!: Table<Kept, string>;

  constructor() {
    super("linge-field");
    this.version(1).stores({ entries: "request_id, place", pictures: "key", kept: "key" });
  }
}

export const store = new Store();

/** Keep a value under a name. */
export async function keep(key: string, value: unknown): Promise<void> {
  await store.kept.put({ key, value, at: new Date().toISOString() });
}

/** The value kept under a name, if there is one. */
export async function keptValue<T>(key: string): Promise<T | null> {
  return ((await store.kept.get(key))?.value as T | undefined) ?? null;
}

/** Forget everything that was read; what is unsent stays for its owner. */
export async function forgetRead(): Promise<void> {
  await store.kept.clear();
  await globalThis.caches?.delete("linge-field-photos");
}

/** Run alone among all tabs of this phone; at once where the browser knows no locks. */
export function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return run();
  return navigator.locks.request(`linge-${name}`, run) as Promise<T>;
}
