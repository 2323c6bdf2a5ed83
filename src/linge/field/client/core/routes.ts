/** The screens and their addresses after `#/`: back and forward of the browser lead through them. */

const SCREENS = ["home", "tasks", "case", "report", "me", "unsent", "doors", "door", "family"] as const;
export type Screen = (typeof SCREENS)[number];

export interface Route {
  readonly screen: Screen;
  /** The number of a case, the uuid of a home, or the part of a list; empty elsewhere. */
  readonly part: string;
}

export const HOME: Route = { screen: "home", part: "" };
const TABS: Partial<Record<Screen, Screen>> = { case: "tasks", unsent: "me", doors: "home", door: "home", family: "home" };
const NAMED: readonly Screen[] = ["case", "door", "family"];

/** The screen of an address; anything unknown leads home. */
export function routeOf(hash: string): Route {
  const [screen, part = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = SCREENS.find((name) => name === screen);
  if (known === undefined || (NAMED.includes(known) && part === "")) return HOME;
  return { screen: known, part: decodeURIComponent(part) };
}

/** The address of a screen. */
export function addressOf(screen: Screen, part = ""): string {
  return part === "" ? `#/${screen}` : `#/${screen}/${encodeURIComponent(part)}`;
}

/** The tab a screen belongs to. */
export function tabOf(screen: Screen): Screen {
  return TABS[screen] ?? screen;
}
