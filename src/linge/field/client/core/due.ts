/** A due as the phone can tell it: the house's words while they are fresh, the moment itself always.
 *
 * Only the house knows working time. Offline, its words grow old; then the phone says by when, and
 * from that moment on that it is over.
 */

import { type Language, moment } from "./dates";
import type { Say } from "./say";

export interface Due {
  readonly colour: string;
  readonly word: string;
  readonly text: string;
  readonly at: string;
  readonly provisional: boolean;
}

export interface DueWords {
  readonly colour: "ok" | "warn" | "danger" | "muted";
  readonly icon: string;
  /** The house's own words, already in the reader's language; empty when they are too old. */
  readonly told: string;
  /** What the phone says beside or instead. */
  readonly say: Say;
}

const FRESH = 10 * 60 * 1000;
const ICONS = { ok: "ok", warn: "clock", danger: "warn", muted: "clock" } as const;

/** The due of a case read at `readAt`, as it stands `now`; null for a case without one. */
export function dueWords(
  due: Due | null,
  readAt: Date,
  now: Date,
  language: Language,
): DueWords | null {
  if (due === null) return null;
  const over = now.getTime() > Date.parse(due.at);
  const colour = over ? "danger" : known(due.colour);
  const fresh = now.getTime() - readAt.getTime() <= FRESH && (due.colour === "danger" || !over);
  const time = moment(new Date(due.at), now, language);
  return {
    colour,
    icon: ICONS[colour],
    told: fresh ? due.text : "",
    say: { text: sentence(over, due.provisional), facts: { time } },
  };
}

function sentence(over: boolean, provisional: boolean): string {
  if (over) return "已过 {time}";
  return provisional ? "预计 {time} 前" : "{time} 前";
}

function known(colour: string): DueWords["colour"] {
  return colour === "ok" || colour === "warn" || colour === "danger" ? colour : "muted";
}
