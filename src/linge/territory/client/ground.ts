/** The ground beneath every map of the house: water, green, streets, other buildings. No tiles, no fonts. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

import type { Palette } from "./palette.ts";

export const FONT = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif"];
export const NOTHING = { type: "FeatureCollection" as const, features: [] };

/** A map of the ground alone, with the names of its streets. */
export function ground(colours: Palette, base: string | undefined): StyleSpecification {
  return {
    version: 8,
    sources: { base: { type: "geojson", data: base ?? NOTHING } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...baseLayers(colours),
      roadNames(colours),
    ],
  };
}

export function roadNames(c: Palette): LayerSpecification {
  return { id: "road-name", type: "symbol", source: "base", filter: of("road", ["has", "name"]), minzoom: 14.6, layout: { "symbol-placement": "line", "text-field": ["get", "name"], "text-font": FONT, "text-size": 12, "text-letter-spacing": 0.15 }, paint: { "text-color": c.muted, "text-halo-color": c.halo, "text-halo-width": 1.6 } };
}

export function of(layer: string, ...more: ExpressionSpecification[]): ExpressionSpecification {
  return ["all", ["==", ["get", "layer"], layer], ...more];
}

const wide = (major: number, minor: number): ExpressionSpecification => ["interpolate", ["exponential", 1.6], ["zoom"],
  13, ["match", ["get", "size"], "major", major / 4, minor / 4],
  18, ["match", ["get", "size"], "major", major * 2, minor * 2]];

export function baseLayers(c: Palette): LayerSpecification[] {
  const driven: ExpressionSpecification = ["!=", ["get", "size"], "path"];
  const rounded = { "line-cap": "round" as const, "line-join": "round" as const };
  return [
    { id: "land", type: "fill", source: "base", filter: of("land"), paint: { "fill-color": ["match", ["get", "cover"], "green", c.green, c.paved] } },
    { id: "water", type: "fill", source: "base", filter: of("water"), paint: { "fill-color": c.water } },
    { id: "path", type: "line", source: "base", filter: of("road", ["==", ["get", "size"], "path"]), minzoom: 15.5, layout: rounded, paint: { "line-color": c.road, "line-width": 1.2, "line-dasharray": [2, 1.5] } },
    { id: "road-edge", type: "line", source: "base", filter: of("road", driven), layout: rounded, paint: { "line-color": c.roadEdge, "line-width": wide(10, 7) } },
    { id: "road", type: "line", source: "base", filter: of("road", driven), layout: rounded, paint: { "line-color": c.road, "line-width": wide(8, 5.4) } },
    { id: "footprint", type: "fill", source: "base", filter: of("footprint"), minzoom: 14, paint: { "fill-color": c.other } },
  ];
}
