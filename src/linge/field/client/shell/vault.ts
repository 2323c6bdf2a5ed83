/** Sealing what the phone keeps of people: AES-GCM under keys this browser never gives out.
 *
 * Two keys for each owner: `rows` for what was read, thrown away at sign-out, after 72 hours without
 * word from the house and when a grid is taken away; `outbox` for what was written and not sent.
 */

import type { Sealed } from "../core/outbox";
import { alone, store } from "./store";

export type KeyKind = "rows" | "outbox";
const IV_BYTES = 12;

/** Seal a value for its owner. */
export async function seal(kind: KeyKind, owner: string, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(kind, owner), text) };
}

/** The value again; null when its key is gone. */
export async function unseal<T>(kind: KeyKind, owner: string, sealed: Sealed): Promise<T | null> {
  const { iv, data } = sealed;
  try {
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await keyOf(kind, owner), data);
    return JSON.parse(new TextDecoder().decode(text)) as T;
  } catch (why) {
    if (why instanceof DOMException) return null;
    throw why;
  }
}

/** Throw a key away: whatever was sealed with it can never be read again. */
export async function throwAway(kind: KeyKind, owner: string): Promise<void> {
  await store.keys.delete(`${kind}:${owner}`);
  known.delete(`${kind}:${owner}`);
}

const known = new Map<string, Promise<CryptoKey>>();

/** The key of a name: looked for and made once, however many ask at the same moment. */
function keyOf(kind: KeyKind, owner: string): Promise<CryptoKey> {
  const name = `${kind}:${owner}`;
  const key = known.get(name) ?? alone(`key-${name}`, () => keptOrMade(name));
  known.set(name, key);
  return key;
}

async function keptOrMade(name: string): Promise<CryptoKey> {
  const kept = await store.keys.get(name);
  if (kept) return kept.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await store.keys.put({ name, key });
  return key;
}
