/** The outbox on this phone: kept in the store, sent when the house can be reached.
 *
 * All tabs share one outbox: each change reads the store anew under a lock and tells the others.
 */

import { computed, ref, shallowRef } from "vue";

import * as core from "../core/outbox";
import { syncState } from "../core/sync";
import { conflicts } from "./conflicts";
import { deliver } from "./delivering";
import { Fault, type Schemas, signIn, Unreachable, write } from "./http";
import { online } from "./net";
import { owner } from "./session";
import { alone, store } from "./store";

const AGAIN = 30_000;
const others = new BroadcastChannel("linge-outbox");
const entries = shallowRef<core.Entry[]>([]);
const sending = ref<{ done: number; all: number } | null>(null);
const sentAt = ref<Date | null>(null);
const full = ref(0);

/** Counts up whenever something has reached the house, so that lists read anew. */
export const settledCount = ref(0);
export const waiting = computed(() => core.waiting(entries.value, owner.value));
export const refused = computed(() => core.refused(entries.value, owner.value));
export const listed = computed(() => core.listed(entries.value, owner.value));
export const unsent = computed(() => waiting.value.length + refused.value.length);
/** The homes something unsent is about. */
export const unsentHomes = computed(() => core.homes(entries.value, owner.value));
export const sync = computed(() =>
  syncState({
    online: online.value,
    waiting: waiting.value.length,
    refused: refused.value.length + conflicts.value.length,
    sending: sending.value,
    sentAt: sentAt.value,
    full: full.value,
  }),
);

/** Open the outbox, clear what is over, and send what waits; again whenever there is network. */
export async function open(): Promise<void> {
  await change((all) => all);
  others.onmessage = () => void reload();
  addEventListener("online", () => void flush());
  document.addEventListener("visibilitychange", () => void flush());
  setInterval(() => void flush(), AGAIN);
  await flush();
}

/** Put a deed into the outbox and try to send it. Resolves once it is safe on the phone. */
export async function add(draft: core.Draft): Promise<void> {
  await change((all) => core.queued(all, draft));
  const room = await navigator.storage?.estimate?.();
  full.value = room?.quota ? (room.usage ?? 0) / room.quota : 0;
  void flush();
}

/** Try a refused deed once more. */
export async function retry(request_id: string): Promise<void> {
  await change((all) => core.retried(all, request_id));
  await flush();
}

/** Give a deed up, with a reason. */
export function drop(request_id: string, reason: string): Promise<void> {
  return change((all) => core.dropped(all, request_id, reason, new Date()));
}

/** The unsent visit or family of a home. */
export function unsentAt(home: string, action: core.Action): core.Entry | null {
  return core.unsentAt(entries.value, owner.value, home, action);
}

/** The deed about a case that is still on its way. */
export function underway(number: string): core.Entry | null {
  return core.underway(entries.value, owner.value, number);
}

/** Send what waits, in order, until the house can't be reached. One tab at a time. */
export async function flush(): Promise<void> {
  if (waiting.value.length === 0 || sending.value !== null) return;
  await alone("flush", async () => {
    await reload();
    const queue = waiting.value;
    try {
      for (const [done, entry] of queue.entries()) {
        sending.value = { done, all: queue.length };
        await send(entry);
      }
      online.value = true;
    } catch (why) {
      stopped(why);
    } finally {
      sending.value = null;
    }
  });
}

function stopped(why: unknown): void {
  if (why instanceof Unreachable) online.value = false;
  else if (why instanceof Fault && why.status === 401) signIn();
  else if (!(why instanceof Fault)) throw why;
}

/** Photos first, for the deed names them; a refusal settles the deed, a silent house stops all. */
async function send(entry: core.Entry): Promise<void> {
  try {
    for (const photo of entry.photos) if (photo.uuid === null) await upload(entry, photo.key);
    const ready = entries.value.find((each) => each.request_id === entry.request_id);
    for (const answer of ready ? await deliver(ready) : []) await settle(answer);
  } catch (why) {
    if (!(why instanceof Fault) || !isFinal(why.status)) throw why;
    const { request_id } = entry;
    await settle({ request_id, outcome: "refused", message: why.message, number: null });
  }
}

function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status);
}

async function upload(entry: core.Entry, key: string): Promise<void> {
  const picture = await store.pictures.get(key);
  if (picture === undefined) return;
  const form = new FormData();
  form.append("photo", picture.blob, `${key}.jpg`);
  const stored = await write<Schemas["Stored"]>("/files", form);
  await change((all) => core.uploaded(all, entry.request_id, key, stored.uuid));
}

async function settle(answer: core.Answer): Promise<void> {
  await change((all) => core.settled(all, answer, new Date()));
  sentAt.value = new Date();
  settledCount.value += 1;
}

async function reload(): Promise<void> {
  entries.value = await store.entries.toArray();
}

/** Change the outbox as it lies in the store; what is over leaves with its pictures. */
async function change(make: (all: core.Entry[]) => core.Entry[]): Promise<void> {
  await alone("outbox", async () => {
    const next = make(await store.entries.toArray());
    const over = core.expired(next, new Date());
    await store.entries.bulkPut(next);
    await store.entries.bulkDelete(over.map((entry) => entry.request_id));
    await store.pictures.bulkDelete(over.flatMap((entry) => entry.photos.map((each) => each.key)));
    await reload();
  });
  others.postMessage("changed");
}
