/** What came of knocking: the outcomes of a visit, and what each of them asks for. */

import type { Say } from "./say";

export interface Outcome {
  readonly code: "met" | "confirmed" | "nobody" | "refused" | "vacant" | "nonresidential" | "phone" | "no_access";
  readonly word: string;
  readonly icon: string;
}

/** Outcomes by how often they are needed; the first stand as buttons, the rest behind 更多. */
export const OUTCOMES: readonly Outcome[] = [
  { code: "met", word: "见到本人", icon: "person" },
  { code: "confirmed", word: "无变化", icon: "ok" },
  { code: "nobody", word: "无人", icon: "home" },
  { code: "refused", word: "拒访", icon: "close" },
  { code: "no_access", word: "无法进入", icon: "lock" },
  { code: "phone", word: "电话核实", icon: "phone" },
  { code: "vacant", word: "空置", icon: "building" },
  { code: "nonresidential", word: "非居住", icon: "shop" },
];

export interface VisitDraft {
  readonly outcome: Outcome["code"];
  readonly photos: number;
  readonly sources: readonly string[];
  readonly words: string;
}

const NEEDS_PROOF: readonly Outcome["code"][] = ["vacant", "nonresidential"];

/** Whether an outcome needs a photo or two people who know. */
export function needsProof(outcome: Outcome["code"]): boolean {
  return NEEDS_PROOF.includes(outcome);
}

/** What is still missing; null when the visit can be saved. */
export function visitFault(draft: VisitDraft): Say | null {
  const named = draft.sources.filter((name) => name.trim() !== "").length;
  if (needsProof(draft.outcome) && draft.photos === 0 && named < 2) {
    return { text: "请拍一张照片，或写明两位知情人。" };
  }
  return null;
}

/** The word of an outcome, as it stands in lists. */
export function outcomeWord(code: string): string {
  return OUTCOMES.find((each) => each.code === code)?.word ?? code;
}
