/** The screen in view, from the address. */

import { readonly, shallowRef } from "vue";

import { addressOf, type Route, routeOf, type Screen } from "../core/routes";

const current = shallowRef<Route>(routeOf(location.hash));
addEventListener("hashchange", () => {
  current.value = routeOf(location.hash);
  scrollTo(0, 0);
});

export const route = readonly(current);

/** Go to a screen. */
export function go(screen: Screen, part = ""): void {
  location.hash = addressOf(screen, part);
}

/** Go where one came from, home when one came from nowhere. */
export function back(): void {
  if (history.length > 1) history.back();
  else go("home");
}
