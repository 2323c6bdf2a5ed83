/** Visits and families written at a door: drafts sealed with every change, then into the outbox. */

import { ref, watch } from "vue";

import { blank, type Family, familyEdits, type Told } from "../core/family";
import type { Entry, Photo, Sealed } from "../core/outbox";
import { add, drop } from "./outbox";
import { newId } from "./pictures";
import { go } from "./route";
import { owner } from "./session";
import { keep, keptValue, store } from "./store";
import { seal, unseal } from "./vault";

/** The family being written behind one door; what was begun before is taken up again. */
export function useFamily(home: string) {
  const name = draftOf(home);
  const family = ref<Family>({ uuid: newId(), home, since: today(), people: [] });
  const begun = ref(false);

  async function resume(): Promise<void> {
    const kept = await keptValue<Sealed>(name);
    const before = kept && (await unseal<Family>("outbox", owner.value, kept));
    if (before) family.value = before;
    begun.value = true;
    watch(family, async (now) => keep(name, await seal("outbox", owner.value, now)), { deep: true });
  }

  function changed(change: Partial<Family>): void {
    family.value = { ...family.value, ...change };
  }

  /** One person more, head of the home unless a family lives there already. */
  function joined(led: boolean): Told {
    const person = blank(newId(), !led && family.value.people.length === 0);
    changed({ people: [...family.value.people, person] });
    return person;
  }

  function put(person: Told): void {
    changed({ people: family.value.people.map((each) => (each.uuid === person.uuid ? person : each)) });
  }

  function removed(uuid: string): void {
    changed({ people: family.value.people.filter((each) => each.uuid !== uuid) });
  }

  /** Into the outbox, sealed; the draft is over. */
  async function save(title: string): Promise<void> {
    const now = JSON.parse(JSON.stringify(family.value)) as Family;
    await queue("family", home, title, { family: now, edits: familyEdits(now, newId) }, []);
    changed({ uuid: newId(), people: [] });
    await store.kept.delete(name);
  }

  return { family, begun, resume, changed, joined, put, removed, save };
}

/** Put what was found behind a door into the outbox. */
export async function saveVisit(
  home: string,
  title: string,
  told: { outcome: string; words: string; sources: readonly string[]; card_left: boolean },
  photos: readonly Photo[],
): Promise<void> {
  const device_at = new Date().toISOString();
  const payload = { ...told, uuid: newId(), dwelling: home, device_at };
  await queue("visit", home, title, payload, photos, told.outcome);
}

async function queue(
  action: "family" | "visit",
  home: string,
  title: string,
  payload: object,
  photos: readonly Photo[],
  detail = "",
): Promise<void> {
  await add({
    request_id: newId(),
    owner: owner.value,
    action,
    subject: home,
    seen_step: null,
    at: new Date().toISOString(),
    payload: {},
    sealed: await seal("outbox", owner.value, payload),
    photos: photos.map((photo) => ({ ...photo })),
    title,
    detail,
  });
}

/** Take a family out of the outbox again, to put right what the house refused. */
export async function reopen(entry: Entry): Promise<void> {
  const told = entry.sealed && (await unseal<{ family: Family }>("outbox", entry.owner, entry.sealed));
  if (!told || entry.subject === null) return;
  await keep(draftOf(entry.subject), await seal("outbox", entry.owner, told.family));
  await drop(entry.request_id, "改好后重新保存");
  go("family", entry.subject);
}

function draftOf(home: string): string {
  return `family:${owner.value}:${home}`;
}

function today(): string {
  return new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
}
