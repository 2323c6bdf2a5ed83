/** Handing one entry of the outbox to the house, by the way its action goes. */

import type { Edit } from "../core/family";
import { type Answer, asSent, type Entry } from "../core/outbox";
import { familyAnswer } from "../core/answers";
import { type Schemas, write } from "./http";
import { newId } from "./pictures";
import { keep, keptValue } from "./store";
import { unseal } from "./vault";

/** What the house said of the entry; none while a photo is still missing. */
export function deliver(entry: Entry): Promise<Answer[]> {
  if (entry.action === "visit") return visit(entry);
  if (entry.action === "family") return family(entry);
  return deed(entry);
}

async function deed(entry: Entry): Promise<Answer[]> {
  const body = asSent(entry);
  if (body === null) return [];
  const told = await write<Schemas["OutboxAnswer"]>("/outbox", { entries: [body] });
  return told.answers.map(({ request_id, outcome, message, case: about }) => ({
    request_id,
    outcome,
    message: message ?? "",
    number: about?.number ?? null,
  }));
}

async function visit(entry: Entry): Promise<Answer[]> {
  const told = await payloadOf<Record<string, unknown>>(entry);
  const photos = entry.photos.map((photo) => photo.uuid);
  if (told === null || photos.includes(null)) return [];
  const stands = await write<Schemas["VisitOut"]>("/visits", { ...told, photos });
  return [{ request_id: entry.request_id, outcome: "done", message: stands.words, number: null }];
}

/** Edits go in the phone's own order; a number is used up only when the house has answered. */
async function family(entry: Entry): Promise<Answer[]> {
  const told = await payloadOf<{ edits: Edit[] }>(entry);
  if (told === null) return [];
  const device = (await keptValue<{ id: string; last: number }>(deviceOf(entry))) ?? { id: newId(), last: 0 };
  await keep(deviceOf(entry), device);
  const edits = told.edits.map((edit, place) => ({
    ...edit,
    device: device.id,
    seq: device.last + 1 + place,
    base_version: 0,
    at: entry.at,
  }));
  const { answers } = await write<Schemas["EditsOut"]>("/sync/edits", { edits });
  await keep(deviceOf(entry), { ...device, last: device.last + edits.length });
  return [familyAnswer(entry.request_id, answers)];
}

function deviceOf(entry: Entry): string {
  return `device:${entry.owner}`;
}

function payloadOf<T>(entry: Entry): Promise<T | null> {
  return entry.sealed ? unseal<T>("outbox", entry.owner, entry.sealed) : Promise.resolve(null);
}
