/** The report being written: kept on the phone with every change, so that nothing is lost. */

import { ref, watch } from "vue";

import { BLANK, MOST_PHOTOS, recent, reportEntry, type Sketch } from "../core/report";
import { add } from "./outbox";
import { forgetPicture, keepPicture, newId } from "./pictures";
import { owner } from "./session";
import { keep, keptValue } from "./store";

const DRAFT = "draft:report";
const RECENT = "recent:categories";

export const sketch = ref<Sketch>(BLANK);
export const recentCodes = ref<string[]>([]);

/** Take up the report that was begun before. */
export async function resume(): Promise<void> {
  sketch.value = (await keptValue<Sketch>(DRAFT)) ?? BLANK;
  recentCodes.value = (await keptValue<string[]>(RECENT)) ?? [];
  watch(sketch, (now) => void keep(DRAFT, JSON.parse(JSON.stringify(now))));
}

/** Change some of it. */
export function sketched(change: Partial<Sketch>): void {
  sketch.value = { ...sketch.value, ...change };
}

/** One more photo, as long as there is room for it. */
export async function addPhotos(files: Iterable<File>): Promise<void> {
  for (const file of files) {
    if (sketch.value.photos.length >= MOST_PHOTOS) return;
    const photo = await keepPicture(file);
    sketched({ photos: [...sketch.value.photos, photo] });
  }
}

/** One photo less. */
export async function removePhoto(key: string): Promise<void> {
  sketched({ photos: sketch.value.photos.filter((photo) => photo.key !== key) });
  await forgetPicture(key);
}

/** Put the report into the outbox and begin a new one. */
export async function submit(): Promise<void> {
  const done = sketch.value;
  const born = { request_id: newId(), client_id: newId(), owner: owner.value, at: new Date() };
  await add(reportEntry(JSON.parse(JSON.stringify(done)) as Sketch, born));
  recentCodes.value = recent(recentCodes.value, done.category);
  await keep(RECENT, [...recentCodes.value]);
  sketched(BLANK);
}
