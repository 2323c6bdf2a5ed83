/** Pictures from the camera: made small enough for the road, kept until the house has them. */

import { uuid7 } from "../core/ids";
import type { Photo } from "../core/outbox";
import { store } from "./store";

const LONGEST_SIDE = 2560;
const QUALITY = 0.85;

/** A name for something born on this phone. */
export function newId(): string {
  return uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(16)));
}

/** Keep a picture that was just taken. */
export async function keepPicture(file: Blob): Promise<Photo> {
  const blob = await smaller(file);
  const key = newId();
  await store.pictures.put({ key, blob });
  return { key, size: blob.size, uuid: null };
}

/** Forget a picture that was taken away again. */
export function forgetPicture(key: string): Promise<void> {
  return store.pictures.delete(key);
}

/** An address under which a kept picture can be shown; give it back with `URL.revokeObjectURL`. */
export async function pictureAddress(key: string): Promise<string> {
  const kept = await store.pictures.get(key);
  return kept ? URL.createObjectURL(kept.blob) : "";
}

async function smaller(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file).catch(() => null);
  if (image === null) return file;
  const share = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * share);
  canvas.height = Math.round(image.height * share);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return made ?? file;
}
