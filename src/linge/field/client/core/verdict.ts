/** What a worker found at the place, checked before it is queued as the house will check it. */

import type { Say } from "./say";

export const REASON_SIGNS = 10;
export const NEAR_METRES = 50;

export interface OnSite {
  readonly photos: number;
  /** Distance of the phone from the place, when it is known. */
  readonly metres: number | null;
  readonly reason: string;
}

/** Why 合格 can't be said yet: a photo near the place, or a reason why there is none. */
export function passFault(site: OnSite): Say | null {
  const near = site.photos > 0 && (site.metres === null || site.metres <= NEAR_METRES);
  if (near || site.reason.trim()) return null;
  if (site.photos === 0) return { text: "请补拍现场照片，或写明没有照片的原因。" };
  return { text: "您离事发地超过50米，请走近再拍，或写明原因。" };
}

/** Why 不合格 can't be said yet: the agency has to read what is missing. */
export function failFault(site: OnSite): Say | null {
  return longEnough(site.reason) ? null : { text: "请写明哪里没有处理好，至少10个字。" };
}

/** Why 暂时无法核查 can't be said yet. */
export function cannotFault(site: OnSite): Say | null {
  return site.reason.trim() ? null : { text: "请写明为什么暂时无法核查。" };
}

/** Why a confirmation can't be sent yet: a photo from the spot, unless it couldn't be reached. */
export function confirmFault(finding: string, site: OnSite): Say | null {
  if (finding === "unreachable" || site.photos > 0) return null;
  return { text: "请补拍现场照片后再提交。" };
}

function longEnough(words: string): boolean {
  return words.replace(/\s/g, "").length >= REASON_SIGNS;
}
