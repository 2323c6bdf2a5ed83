/** A report being written: what is still missing, and the entry it becomes. */

import type { Draft, Photo } from "./outbox";
import type { Say } from "./say";

export interface Place {
  readonly building: string;
  readonly buildingName: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly words: string;
  readonly unknown: boolean;
}

export interface Sketch {
  readonly photos: readonly Photo[];
  readonly words: string;
  readonly category: string;
  readonly categoryName: string;
  readonly urgent: boolean;
  readonly place: Place;
}

export const NOWHERE: Place = {
  building: "",
  buildingName: "",
  lon: null,
  lat: null,
  words: "",
  unknown: false,
};
export const BLANK: Sketch = {
  photos: [],
  words: "",
  category: "",
  categoryName: "",
  urgent: false,
  place: NOWHERE,
};
export const LONGEST_WORDS = 1000;
export const MOST_PHOTOS = 9;
const TITLE = 20;
const RECENT = 6;

/** Whether nothing has been entered yet. */
export function isBlank(sketch: Sketch): boolean {
  return sketch.photos.length === 0 && !sketch.words.trim() && !sketch.category;
}

/** What keeps the report from being sent, as sentences by field; empty when nothing does. */
export function faults(sketch: Sketch): Partial<Record<"place" | "content" | "words", Say>> {
  const found: Partial<Record<"place" | "content" | "words", Say>> = {};
  if (sketch.photos.length === 0 && !sketch.words.trim()) {
    found.content = { text: "请拍一张照片或写一句话，我们才知道发生了什么。" };
  }
  if (!hasPlace(sketch.place)) {
    found.place = { text: "请选一栋楼、写明地址或用当前位置；说不清就勾选“位置不明”。" };
  }
  const length = sketch.words.trim().length;
  if (length > LONGEST_WORDS) {
    const facts = { limit: LONGEST_WORDS, count: length };
    found.words = { text: "文字最多{limit}字，现在有{count}字，请删减一些。", facts };
  }
  return found;
}

/** Whether the place is told in one of the ways that count. */
export function hasPlace(place: Place): boolean {
  return Boolean(place.building || place.words.trim() || place.unknown || place.lon !== null);
}

/** The report as an entry of the outbox. */
export function reportEntry(
  sketch: Sketch,
  born: { request_id: string; client_id: string; owner: string; at: Date },
): Draft {
  const { place } = sketch;
  const told: Record<string, unknown> = {
    client_id: born.client_id,
    words: sketch.words.trim(),
    category: sketch.category,
    urgent: sketch.urgent,
    place_text: place.words.trim() || place.buildingName,
    place_unknown: place.unknown && !hasPlace({ ...place, unknown: false }),
  };
  if (place.building) told["building"] = place.building;
  if (place.lon !== null && place.lat !== null) Object.assign(told, { lon: place.lon, lat: place.lat });
  return {
    request_id: born.request_id,
    owner: born.owner,
    action: "report",
    subject: null,
    seen_step: null,
    at: born.at.toISOString(),
    payload: told,
    photos: sketch.photos,
    title: (sketch.categoryName || sketch.words.trim() || place.buildingName).slice(0, TITLE),
  };
}

/** The categories used last, the newest first, with one more. */
export function recent(codes: readonly string[], used: string): string[] {
  return used ? [used, ...codes.filter((code) => code !== used)].slice(0, RECENT) : [...codes];
}

/** The chips to show: those used last, filled up with the first of the catalogue. */
export function chips(recentCodes: readonly string[], all: readonly string[]): string[] {
  const known = recentCodes.filter((code) => all.includes(code));
  return [...new Set([...known, ...all])].slice(0, RECENT);
}
