/** The doors of the own grid as this phone holds them: found by number, in walking order, by building. */

import type { components } from "../api/schema";
import type { Say } from "./say";

export type Card = components["schemas"]["DoorOut"];
export type Person = components["schemas"]["PersonOut"];

/** Where a door is: a place, nobody's secret. */
export interface Place {
  readonly uuid: string;
  readonly order: string;
  readonly address: string;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
}

/** A door with what is known behind it; `card` is null while the phone may not read it. */
export interface Door extends Place {
  readonly card: Card | null;
}

/** How a door stands on the wall of rooms: sign and word beside the colour. */
export interface Standing extends Say {
  readonly look: "is-ok" | "is-warn" | "is-info" | "is-muted";
  readonly icon: string;
}

const MOST_FOUND = 30;
/** The item groups of the four clears that a door can lack, as they are asked at the door. */
const ASKED: Record<string, string> = {
  F1: "房屋用途",
  F2: "家庭成员和户主",
  F3: "可用电话",
  F4: "租赁",
  P1: "性别、出生、证件",
  P2: "户籍",
  P3: "就业",
  P4: "关爱问询",
};

/** Doors in the order one walks past them. */
export function walked(doors: readonly Door[]): Door[] {
  return [...doors].sort((a, b) => (a.order < b.order ? -1 : 1));
}

/** Doors meant by a number (`501`, `3-2-501`, `3号楼2单元501`) or by a name that lives there. */
export function found(doors: readonly Door[], sought: string): Door[] {
  const words = sought.trim();
  if (words === "") return [];
  const numbers = numbersOf(words);
  const text = words.replace(/[\d\s-]+.*$/, "");
  const hits = doors.filter((door) =>
    numbers.length > 0
      ? endsWith(numbersOf(door.address), numbers) && door.address.includes(text)
      : door.address.includes(words) || livesThere(door, words),
  );
  return hits.slice(0, MOST_FOUND);
}

function numbersOf(words: string): string[] {
  return words.match(/\d+/g) ?? [];
}

function endsWith(whole: readonly string[], end: readonly string[]): boolean {
  const tail = whole.slice(-end.length);
  return tail.length === end.length && tail.every((part, place) => same(part, end, place));
}

/** The last number may still be being typed: `50` finds 501. */
function same(part: string, end: readonly string[], place: number): boolean {
  const typed = end[place] ?? "";
  return place === end.length - 1 ? part.startsWith(typed) : part === typed;
}

function livesThere(door: Door, name: string): boolean {
  return door.card?.people.some((person) => person.name.includes(name)) ?? false;
}

export interface Building {
  readonly name: string;
  readonly doors: readonly Door[];
  readonly collected: number;
}

/** The buildings of the grid with their doors. */
export function buildings(doors: readonly Door[]): Building[] {
  const named = new Map<string, Door[]>();
  for (const door of walked(doors)) named.set(door.building, [...(named.get(door.building) ?? []), door]);
  return [...named].map(([name, own]) => ({
    name,
    doors: own,
    collected: own.filter((door) => door.card?.collected).length,
  }));
}

/** The doors of a building, unit by unit. */
export function units(doors: readonly Door[]): { unit: string; doors: Door[] }[] {
  const named = new Map<string, Door[]>();
  for (const door of doors) named.set(door.unit, [...(named.get(door.unit) ?? []), door]);
  return [...named].map(([unit, own]) => ({ unit, doors: own }));
}

/** How a door stands; what was done on this phone and not sent yet comes first. */
export function standing(door: Door, unsent: ReadonlySet<string>): Standing {
  if (unsent.has(door.uuid)) return { text: "已保存，待上传", look: "is-info", icon: "upload" };
  if (door.card === null) return { text: "未知", look: "is-muted", icon: "lock" };
  if (door.card.collected) return { text: "已采集", look: "is-ok", icon: "ok" };
  if (door.card.last_outcome !== "") return { text: "去过，未完成", look: "is-warn", icon: "clock" };
  return { text: "未采集", look: "is-warn", icon: "flag" };
}

export interface Lack {
  readonly say: Say;
  /** Of whom; empty for what the home itself lacks. */
  readonly who: string;
}

/** What is missing behind a door: of the home, then of each person. */
export function lacks(card: Card): Lack[] {
  const ofHome = card.missing.map((item) => ({ say: { text: ASKED[item] ?? item }, who: "" }));
  const ofPeople = card.people.flatMap((person) =>
    person.missing.map((item) => ({ say: { text: ASKED[item] ?? item }, who: person.name })),
  );
  return [...ofHome, ...ofPeople];
}

/** The doors to knock on next, as the house ranked them, without those done on this phone. */
export function nextUp<T extends { readonly dwelling: string }>(
  ranked: readonly T[],
  done: ReadonlySet<string>,
): T[] {
  return ranked.filter((each) => !done.has(each.dwelling));
}
