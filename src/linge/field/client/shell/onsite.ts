/** What a worker gathers at the place of a case: photos, the distance, a reason; then one deed. */

import { reactive } from "vue";

import { metresBetween, type Point } from "../core/geo";
import type { Action, Photo } from "../core/outbox";
import { add } from "./outbox";
import { forgetPicture, keepPicture, newId } from "./pictures";
import { position } from "./position";
import { owner } from "./session";

export interface Gathered {
  photos: Photo[];
  /** Metres from the place of the case; null while unknown. */
  metres: number | null;
  reason: string;
}

export interface Spot {
  readonly number: string;
  readonly step: number;
  readonly title: string;
  readonly point: Point | null;
}

/** Gather at a spot, and queue what was found there. */
export function useOnSite(spot: () => Spot) {
  const site = reactive<Gathered>({ photos: [], metres: null, reason: "" });

  async function taken(files: Iterable<File>): Promise<void> {
    for (const file of files) site.photos.push(await keepPicture(file));
    const [here, there] = [await position(), spot().point];
    if (here && there) site.metres = metresBetween(here, there);
  }

  async function removed(key: string): Promise<void> {
    site.photos = site.photos.filter((photo) => photo.key !== key);
    await forgetPicture(key);
  }

  async function done(action: Action, payload: Record<string, unknown>): Promise<void> {
    const { number, step, title } = spot();
    await add({
      request_id: newId(),
      owner: owner.value,
      action,
      subject: number,
      seen_step: step,
      at: new Date().toISOString(),
      payload,
      photos: site.photos.map((photo) => ({ ...photo })),
      title,
    });
  }

  return { site, taken, removed, done };
}
