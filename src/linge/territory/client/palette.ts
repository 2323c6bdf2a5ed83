/** The map's colours: the house's tokens, and the few a map needs beside them, by theme. */
export interface Palette {
  ground: string;
  water: string;
  green: string;
  paved: string;
  road: string;
  roadEdge: string;
  other: string;
  building: string;
  buildingEdge: string;
  site: string;
  text: string;
  halo: string;
  brand: string;
  muted: string;
  focus: string;
  due: Record<string, string>;
  grids: string[];
}

const LIGHT = {
  ground: "#F3F1EC", water: "#BFD9E8", green: "#D9E6CF", paved: "#ECE9E2", road: "#FFFFFF",
  roadEdge: "#D8D3C8", other: "#E0DACF", building: "#FFFFFF", buildingEdge: "#4A5A66", halo: "#FFFFFF",
};
const DARK = {
  ground: "#141C1B", water: "#1C3344", green: "#1C2E24", paved: "#1B2423", road: "#33403D",
  roadEdge: "#0F1615", other: "#222D2B", building: "#DCE7E3", buildingEdge: "#0B1211", halo: "#101817",
};

/** Whether the page is dark now, by choice or by the system. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** The palette of this moment. */
export function palette(): Palette {
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string) => tokens.getPropertyValue(`--${name}`).trim();
  return {
    ...(isDark() ? DARK : LIGHT),
    site: token("warn"),
    text: token("text"),
    brand: token("brand"),
    muted: token("muted"),
    focus: token("focus"),
    due: { ok: token("ok"), warn: token("warn"), danger: token("danger"), muted: token("muted") },
    grids: [1, 2, 3, 4, 5, 6, 7].map((place) => token(`series-${place}`)),
  };
}
