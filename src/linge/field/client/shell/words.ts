/** Words on the screen, in the reader's language. */

import { computed } from "vue";

import type { Language } from "../core/dates";
import { type Say, spoken } from "../core/say";
import english from "../words/en.json";
import { me } from "./session";

export const language = computed<Language>(() => {
  const chosen = me.value?.language || document.documentElement.lang;
  return chosen === "en" ? "en" : "zh";
});
const dictionary = computed(() => (language.value === "en" ? english : null));

/** A sentence in the reader's language; the Chinese one is its name. */
export function t(text: string, facts: Say["facts"] = {}): string {
  return spoken({ text, facts }, dictionary.value);
}

/** The same for a sentence that the core made. */
export function tell(say: Say): string {
  return spoken(say, dictionary.value);
}
