/** The map's own style: no tiles, no fonts, nothing from elsewhere. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

import { baseLayers, FONT, NOTHING, roadNames } from "../../../territory/client/ground.ts";
import type { Palette } from "../../../territory/client/palette.ts";

/** Which drawn layers a tick of the layer box shows and hides. */
export const LAYERS: Record<string, string[]> = {
  base: ["land", "water", "road-edge", "road", "path", "footprint", "road-name"],
  grids: ["grid", "grid-line", "grid-name"],
  estates: ["site", "estate-line", "estate-name"],
  buildings: ["building", "building-line", "building-number"],
  cases: ["case-cluster", "case-count", "case"],
};
/** What a click may mean, the topmost first. */
export const CLICKABLE = ["case", "building", "site", "grid"];

export function style(colours: Palette, base: string | undefined): StyleSpecification {
  return {
    version: 8,
    sources: {
      base: { type: "geojson", data: base ?? NOTHING },
      grids: { type: "geojson", data: NOTHING },
      labels: { type: "geojson", data: NOTHING },
      estates: { type: "geojson", data: NOTHING },
      buildings: { type: "geojson", data: NOTHING },
      cases: { type: "geojson", data: NOTHING, cluster: true, clusterRadius: 22, clusterMaxZoom: 16 },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...baseLayers(colours),
      ...gridLayers(colours),
      ...estateLayers(colours),
      ...buildingLayers(colours),
      ...nameLayers(colours),
      ...caseLayers(colours),
    ],
  };
}

function gridLayers(c: Palette): LayerSpecification[] {
  const choices = c.grids.flatMap((colour, place) => [place, colour]);
  const colour = ["match", ["get", "colour"], ...choices, c.brand] as unknown as ExpressionSpecification;
  const lit: ExpressionSpecification = ["boolean", ["feature-state", "lit"], false];
  return [
    { id: "grid", type: "fill", source: "grids", paint: { "fill-color": colour, "fill-opacity": ["case", lit, 0.55, 0.4] } },
    { id: "grid-line", type: "line", source: "grids", layout: { "line-join": "round" }, paint: { "line-color": ["case", lit, c.focus, colour], "line-width": ["case", lit, 4, 2] } },
  ];
}

function estateLayers(c: Palette): LayerSpecification[] {
  const lit: ExpressionSpecification = ["boolean", ["feature-state", "lit"], false];
  const planned: ExpressionSpecification = ["match", ["get", "state"], ["planned", "under_construction"], true, false];
  return [
    { id: "site", type: "fill", source: "estates", filter: planned, paint: { "fill-pattern": "hatch" } },
    { id: "estate-line", type: "line", source: "estates", paint: { "line-color": ["case", lit, c.focus, planned, c.site, c.text], "line-width": ["case", lit, 3.5, 1.2], "line-dasharray": [3, 2], "line-opacity": 0.75 } },
  ];
}

function buildingLayers(c: Palette): LayerSpecification[] {
  const lit: ExpressionSpecification = ["boolean", ["feature-state", "lit"], false];
  return [
    { id: "building", type: "fill", source: "buildings", paint: { "fill-color": ["case", lit, c.focus, c.building], "fill-opacity": 0.92 } },
    { id: "building-line", type: "line", source: "buildings", paint: { "line-color": c.buildingEdge, "line-width": ["interpolate", ["linear"], ["zoom"], 14, 0.4, 18, 1.4] } },
  ];
}

function nameLayers(c: Palette): LayerSpecification[] {
  const written = { "text-color": c.text, "text-halo-color": c.halo, "text-halo-width": 1.6 };
  return [
    roadNames(c),
    { id: "building-number", type: "symbol", source: "buildings", minzoom: 16, layout: { "text-field": ["get", "number"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 16, 10, 18, 14] }, paint: { "text-color": "#1B2A2A", "text-halo-color": "#FFFFFF", "text-halo-width": 1 } },
    { id: "estate-name", type: "symbol", source: "labels", filter: ["==", ["get", "kind"], "estate"], minzoom: 14.4, layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-variable-anchor": ["center", "top", "bottom"], "text-radial-offset": 1.6 }, paint: written },
    { id: "grid-name", type: "symbol", source: "labels", filter: ["==", ["get", "kind"], "grid"], layout: { "text-field": ["format", ["get", "name"], { "font-scale": 1 }, "\n", {}, ["get", "short"], { "font-scale": 0.75 }], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 13, 12, 17, 18], "symbol-sort-key": 0, "text-allow-overlap": true }, paint: { ...written, "text-halo-width": 2.2 } },
  ];
}

function caseLayers(c: Palette): LayerSpecification[] {
  const single: ExpressionSpecification = ["!", ["has", "point_count"]];
  return [
    { id: "case-cluster", type: "circle", source: "cases", filter: ["has", "point_count"], paint: { "circle-color": c.brand, "circle-radius": 13, "circle-stroke-color": c.halo, "circle-stroke-width": 2 } },
    { id: "case-count", type: "symbol", source: "cases", filter: ["has", "point_count"], layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": FONT, "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": c.halo } },
    { id: "case", type: "symbol", source: "cases", filter: single, layout: { "icon-image": ["concat", ["get", "state"], "-", ["get", "colour"]], "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 14, 0.8, 17, 1.1] } },
  ];
}
