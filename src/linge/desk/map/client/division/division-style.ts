/** How the editor's map looks: grids and buildings in their grid's colour, ticks, corners, the sketch. */
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";

import { baseLayers, FONT, NOTHING, roadNames } from "../../../../territory/client/ground.ts";
import type { Palette } from "../../../../territory/client/palette.ts";

export const SOURCES = ["grids", "buildings", "spots", "labels", "corners", "sketch"] as const;
export type Source = (typeof SOURCES)[number];

/** The style, with nothing poured in yet. */
export function style(colours: Palette, base: string | undefined): StyleSpecification {
  const empty = SOURCES.map((name) => [name, { type: "geojson" as const, data: NOTHING }] as const);
  return {
    version: 8,
    sources: { base: { type: "geojson", data: base ?? NOTHING }, ...Object.fromEntries(empty) },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colours.ground } },
      ...baseLayers(colours),
      ...grids(colours),
      ...members(colours),
      roadNames(colours),
      ...names(colours),
      ...sketch(colours),
    ],
  };
}

function colourOf(c: Palette): ExpressionSpecification {
  const choices = c.grids.flatMap((colour, place) => [place, colour]);
  return ["match", ["get", "colour"], ...choices, c.halo] as unknown as ExpressionSpecification;
}

const CURRENT: ExpressionSpecification = ["boolean", ["get", "current"], false];
const TICKED: ExpressionSpecification = ["boolean", ["get", "ticked"], false];
const LOST: ExpressionSpecification = ["==", ["get", "colour"], -1];

function grids(c: Palette): LayerSpecification[] {
  return [
    { id: "grid", type: "fill", source: "grids", paint: { "fill-color": colourOf(c), "fill-opacity": ["case", CURRENT, 0.42, 0.24] } },
    { id: "grid-line", type: "line", source: "grids", layout: { "line-join": "round" }, paint: { "line-color": colourOf(c), "line-width": ["case", CURRENT, 4, 1.8] } },
  ];
}

function members(c: Palette): LayerSpecification[] {
  return [
    { id: "building", type: "fill", source: "buildings", paint: { "fill-color": colourOf(c), "fill-opacity": 0.95 } },
    { id: "building-line", type: "line", source: "buildings", paint: { "line-color": ["case", TICKED, c.focus, LOST, c.due["danger"] ?? c.text, c.buildingEdge], "line-width": ["case", TICKED, 4, LOST, 2.5, 1] } },
    { id: "spot", type: "circle", source: "spots", paint: { "circle-color": colourOf(c), "circle-radius": ["interpolate", ["linear"], ["zoom"], 14, 2.5, 17, 6.5], "circle-stroke-color": ["case", TICKED, c.focus, LOST, c.due["danger"] ?? c.text, c.halo], "circle-stroke-width": ["case", TICKED, 3, LOST, 2.5, 1] } },
  ];
}

function names(c: Palette): LayerSpecification[] {
  const written = { "text-color": c.text, "text-halo-color": c.halo, "text-halo-width": 2 };
  return [
    { id: "building-number", type: "symbol", source: "buildings", minzoom: 15.6, layout: { "text-field": ["get", "number"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 16, 11, 18, 15] }, paint: written },
    { id: "grid-name", type: "symbol", source: "labels", layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": ["interpolate", ["linear"], ["zoom"], 13, 13, 17, 18] }, paint: written },
  ];
}

function sketch(c: Palette): LayerSpecification[] {
  const middle: ExpressionSpecification = ["boolean", ["get", "middle"], false];
  return [
    { id: "sketch-fill", type: "fill", source: "sketch", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": c.focus, "fill-opacity": 0.15 } },
    { id: "sketch-line", type: "line", source: "sketch", paint: { "line-color": c.focus, "line-width": 2.5, "line-dasharray": [2, 1] } },
    { id: "sketch-spot", type: "circle", source: "sketch", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": c.focus, "circle-radius": 5, "circle-stroke-color": c.halo, "circle-stroke-width": 1.5 } },
    { id: "corner", type: "circle", source: "corners", paint: { "circle-color": ["case", middle, c.halo, c.focus], "circle-radius": ["case", middle, 3.5, 6.5], "circle-stroke-color": ["case", middle, c.focus, c.halo], "circle-stroke-width": 2 } },
  ];
}
