/**
 * MapLibre as its makers built it, untouched: its worker is cut out of its own text at run time, and
 * rewriting that for older browsers would break it. Fetched only on the map page, from our server.
 */
import type * as MapLibre from "maplibre-gl";
import address from "maplibre-gl/dist/maplibre-gl.js?url";

declare global {
  interface Window { maplibregl?: typeof MapLibre }
}

export type { MapLibre };

/** Whether this browser can draw it at all. */
export function canDraw(): boolean {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
}

/** The library, once its script has run. */
export function library(): Promise<typeof MapLibre> {
  return new Promise((give, fail) => {
    if (window.maplibregl) { give(window.maplibregl); return; }
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => { if (window.maplibregl) give(window.maplibregl); else fail(new Error("maplibre")); };
    script.onerror = () => { fail(new Error("maplibre")); };
    document.head.append(script);
  });
}
