/** The language the page is in. Whoever asks the house for words asks in it. */

import { ref, watch } from "vue";

export const tongue = ref(document.documentElement.lang);

/** Speak a language from now on; the page says so to its reader's aids. */
export function speak(lang: string): void {
  document.documentElement.lang = lang;
  tongue.value = lang;
}

/** Ask again whenever the language changes: names and dues come from the house in words. */
export function askAgain(refresh: () => unknown): void {
  watch(tongue, () => void refresh());
}
