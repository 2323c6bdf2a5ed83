/** Who holds the phone, and how they like to see it. */

import { computed, shallowRef } from "vue";

import type { Schemas } from "./http";
import { token, write } from "./http";
import { readAndKeep } from "./reading";
import { forgetRead, keep, keptValue } from "./store";
import { speak } from "./tongue";

export type Me = Schemas["Me"];
export const me = shallowRef<Me | null>(null);
export const owner = computed(() => me.value?.uuid ?? "");

/** Learn who is signed in: from the phone at once, then from the house. */
export async function meet(): Promise<void> {
  me.value = await keptValue<Me>("/me");
  try {
    greet(await readAndKeep<Me>("/me"));
  } catch {
    // Without network the phone goes on as the one it knew.
  }
}

/** Change theme, type size or language: at once here, and with the account when it is reachable. */
export async function choose(look: Partial<Pick<Me, "theme" | "type_size" | "language">>): Promise<void> {
  if (me.value === null) return;
  const wanted = { ...me.value, ...look };
  greet(wanted);
  await keep("/me", wanted);
  const { theme, type_size, language } = wanted;
  greet(await write<Me>("/me/look", { theme, type_size, language }));
}

/** Leave: what was read is forgotten, what is unsent stays for its owner. */
export async function leave(): Promise<void> {
  await forgetRead();
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/sign-out/";
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "csrfmiddlewaretoken";
  field.value = token();
  form.append(field);
  document.body.append(form);
  form.submit();
}

function greet(who: Me): void {
  me.value = who;
  const root = document.documentElement;
  root.dataset["theme"] = who.theme;
  root.dataset["size"] = who.type_size;
  speak(who.language === "en" ? "en" : "zh-CN");
}
