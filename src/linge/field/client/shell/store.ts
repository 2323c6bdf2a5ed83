/** What stays on the phone: the outbox, the pictures in it, and what was read last. */

import { Dexie, type Table } from "dexie";

import type { Place } from "../core/doors";
import type { Entry, Sealed } from "../core/outbox";

export interface Picture {
  readonly key: string;
  readonly blob: Blob;
}

export interface Kept {
  readonly key: string;
  readonly value: unknown;
  readonly at: string;
}

/** A door of the owner's grid: where it is in clear, who lives there sealed. */
export interface DoorRow extends Place {
  readonly owner: string;
  readonly grid: string;
  readonly sealed: Sealed;
}

export interface NamedKey {
  readonly name: string;
  readonly key: CryptoKey;
}

class Store extends Dexie {
  readonly entries!: Table<Entry, string>;
  readonly pictures!: Table<Picture, string>;
  readonly kept!: Table<Kept, string>;
  readonly doors!: Table<DoorRow, [string, string]>;
  readonly keys!: Table<NamedKey, string>;

  constructor() {
    super("linge-field");
    this.version(1).stores({ entries: "request_id, place", pictures: "key", kept: "key" });
    this.version(2).stores({ doors: "[owner+uuid], owner, [owner+grid]", keys: "name" });
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
  await store.doors.clear();
  await store.keys.where("name").startsWith("rows:").delete();
  await globalThis.caches?.delete("linge-field-photos");
}

/** Run alone among all tabs of this phone; at once where the browser knows no locks. */
export function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return run();
  return navigator.locks.request(`linge-${name}`, run) as Promise<T>;
}
