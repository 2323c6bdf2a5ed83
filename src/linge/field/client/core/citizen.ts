/** A citizen's ID number as it is read at the door (GB 11643): never guessed, only checked. */

import type { Say } from "./say";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const TAIL = "10X98765432";

export interface Citizen {
  readonly value: string;
  readonly sex: "1" | "2";
  /** `1985-07-12` */
  readonly birth: string;
}

/** The number without spaces and hyphens, a small x made large. */
export function tidyNumber(raw: string): string {
  return raw.normalize("NFKC").replace(/[\s-]/g, "").replace(/[x×]$/i, "X");
}

/** In groups of 6, 8 and 4, as people read it aloud. */
export function groupedNumber(raw: string): string {
  const value = tidyNumber(raw);
  return [value.slice(0, 6), value.slice(6, 14), value.slice(14)].filter((part) => part !== "").join(" ");
}

/** What a right number says of its bearer; null when it is not one. */
export function citizen(raw: string): Citizen | null {
  return numberFault(raw) === null && tidyNumber(raw) !== "" ? told(tidyNumber(raw)) : null;
}

/** What is wrong with a number; null for a right one and for none. */
export function numberFault(raw: string, today: Date = new Date()): Say | null {
  const value = tidyNumber(raw);
  if (value === "") return null;
  if (!/^\d{17}[\dX]$/.test(value)) {
    return value.length === 18
      ? { text: "证件号码里有不该有的字符，请核对。" }
      : { text: "证件号码应为18位，现在是{n}位。", facts: { n: value.length } };
  }
  if (!isDay(told(value).birth, today)) return { text: "证件号码里的出生日期不对，请核对。" };
  const sum = WEIGHTS.reduce((all, weight, place) => all + weight * Number(value[place]), 0);
  return TAIL[sum % 11] === value[17] ? null : { text: "证件号码校验不对，请逐位核对。" };
}

function told(value: string): Citizen {
  const birth = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  return { value, sex: Number(value[16]) % 2 === 1 ? "1" : "2", birth };
}

/** Whether `2026-02-28` is a day that has been. */
export function isDay(text: string, today: Date): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && day <= today;
}

/** A day as typed on a number pad, `19850712` or `1985-7-12`, as the house writes it. */
export function typedDay(raw: string): string {
  const tight = /^(\d{4})(\d{2})(\d{2})$/.exec(raw.trim());
  const loose = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(raw.trim());
  const [, year, month, day] = tight ?? loose ?? [];
  if (!year || !month || !day) return raw.trim();
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** Full years between two days. */
export function ageOn(birth: string, today: Date): number {
  const [year, month, day] = birth.split("-").map(Number) as [number, number, number];
  const there = new Date(today.getTime() + 8 * 3600 * 1000);
  const passed = there.getUTCMonth() + 1 > month || (there.getUTCMonth() + 1 === month && there.getUTCDate() >= day);
  return there.getUTCFullYear() - year - (passed ? 0 : 1);
}
