/** The sync word of the top bar (experience.md §5.3): colour, icon and word for what is unsent. */

import { clockTime } from "./dates";
import type { Say } from "./say";

export interface SyncFacts {
  readonly online: boolean;
  readonly waiting: number;
  readonly refused: number;
  /** Which entry is being sent, of how many; null when nothing is. */
  readonly sending: { readonly done: number; readonly all: number } | null;
  readonly sentAt: Date | null;
  /** The share of the phone's storage in use, 0 to 1. */
  readonly full: number;
}

export type SyncKind = "synced" | "waiting" | "sending" | "offline" | "needs-you" | "full";

export interface SyncState extends Say {
  readonly kind: SyncKind;
  readonly colour: "ok" | "info" | "warn" | "danger" | "muted";
  readonly icon: string;
}

const NEARLY_FULL = 0.9;

/** What the top bar says; what needs the person comes before what settles by itself. */
export function syncState(facts: SyncFacts): SyncState {
  if (facts.refused > 0) {
    const n = { n: facts.refused };
    return { kind: "needs-you", colour: "danger", icon: "warn", text: "需处理 {n}", facts: n };
  }
  if (facts.full >= NEARLY_FULL && facts.waiting > 0) {
    return { kind: "full", colour: "danger", icon: "warn", text: "手机空间不足" };
  }
  if (facts.sending !== null) {
    const { done, all } = facts.sending;
    const told = { done: Math.min(done + 1, all), all };
    return { kind: "sending", colour: "info", icon: "upload", text: "上传中 {done}/{all}", facts: told };
  }
  if (facts.waiting > 0) {
    const n = { n: facts.waiting };
    return { kind: "waiting", colour: "warn", icon: "upload", text: "待上传 {n}", facts: n };
  }
  if (!facts.online) return { kind: "offline", colour: "muted", icon: "clock", text: "离线可用" };
  const synced = { kind: "synced", colour: "ok", icon: "ok" } as const;
  if (facts.sentAt === null) return { ...synced, text: "已同步" };
  return { ...synced, text: "已同步 {time}", facts: { time: clockTime(facts.sentAt) } };
}
