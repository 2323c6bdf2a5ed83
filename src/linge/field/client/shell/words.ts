/** Words on the screen, in the reader's language. */

import { computed } from "vue";

import type { Language } from "../core/dates";
import { type Say, spoken } from "../core/say";
import english from "../words/en.json";
import { tongue } from "./tongue";

export const language = computed<Language>(() => (tongue.value === "en" ? "en" : "zh"));
const dictionary = computed(() => (language.value === "en" ? english : null));

/** A sentence in the reader's language; the Chinese one is its name. */
export function t(text: string, facts: Say["facts"] = {}): string {
  return spoken({ text, facts }, dictionary.value);
}

/** The same for a sentence that the core made. */
export function tell(say: Say): string {
  return spoken(say, dictionary.value);
}
