/**
 * <grid-map data-layers data-cases data-base>: draws a community into [data-canvas] and keeps the list
 * beside it in step. A click on a feature follows the link of its line, so map and list open the same.
 */
import type { Feature, FeatureCollection, Geometry, Point } from "geojson";
import type { GeoJSONSource, LngLatBoundsLike, Map as Drawing, MapGeoJSONFeature, MapMouseEvent } from "maplibre-gl";

import { MapList } from "./list.ts";
import { canDraw, library } from "../../../territory/client/maplibre.ts";
import { palette } from "../../../territory/client/palette.ts";
import { signs } from "./signs.ts";
import { CLICKABLE, LAYERS, style } from "./style.ts";

type Told = Record<string, unknown> & { id: number; centre: [number, number] | null };
type Shapes = FeatureCollection<Geometry, Told>;
interface Layers { grids: Shapes; estates: Shapes; buildings: Shapes }

const SOURCE_OF: Record<string, string> = { grid: "grids", estate: "estates", building: "buildings" };
const KIND_OF: Record<string, string> = { case: "case", building: "building", site: "estate", grid: "grid" };
const WORDS = {
  "NavigationControl.ZoomIn": "放大", "NavigationControl.ZoomOut": "缩小",
  "GeolocateControl.FindMyLocation": "定位到我", "ScaleControl.Meters": "米", "ScaleControl.Kilometers": "公里",
};

export class GridMap extends HTMLElement {
  #map: Drawing | undefined;
  #list = new MapList(this);
  #layers: Layers | undefined;
  #cases: FeatureCollection | undefined;
  #lit: { source: string; id: number } | undefined;

  connectedCallback(): void {
    this.querySelectorAll<HTMLElement>("[data-script]").forEach((part) => { part.hidden = false; });
    if (!canDraw()) { this.#plain(); return; }
    this.classList.add("map-drawing");
    this.#draw().catch(() => { this.#plain(); });
  }

  disconnectedCallback(): void {
    this.#map?.remove();
  }

  /** Without a drawing the list stands alone. */
  #plain(): void {
    this.classList.remove("map-drawing");
    this.classList.add("map-plain");
    this.querySelectorAll<HTMLElement>("[data-script]").forEach((part) => { part.hidden = true; });
  }

  async #draw(): Promise<void> {
    const [gl, layers, cases] = await Promise.all([
      library(), read<Layers>(this.dataset.layers), read<FeatureCollection>(this.dataset.cases),
    ]);
    this.#layers = layers;
    this.#cases = cases;
    const canvas = this.querySelector<HTMLElement>("[data-canvas]");
    if (!canvas) return;
    const map = new gl.Map({
      container: canvas, style: style(palette(), this.dataset.base), bounds: around(layers),
      fitBoundsOptions: { padding: 24 }, attributionControl: false, dragRotate: false, pitchWithRotate: false,
      maxZoom: 19, minZoom: 12, locale: WORDS, fadeDuration: 0,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
    map.addControl(new gl.GeolocateControl({ showAccuracyCircle: true }), "top-right");
    map.addControl(new gl.ScaleControl({ unit: "metric" }), "bottom-left");
    this.#map = map;
    map.on("style.load", () => { this.#fill(map); });
    map.on("moveend", () => { this.#follow(); });
    map.on("click", (event) => { this.#clicked(map, event); });
    map.on("mousemove", (event) => { map.getCanvas().style.cursor = topmost(map, event) ? "pointer" : ""; });
    map.once("idle", () => { this.dataset.drawn = "true"; this.#follow(); });
    this.#listen();
    this.classList.add("map-drawn");
  }

  /** Pour the data in; done again whenever the theme changes the style. */
  #fill(map: Drawing): void {
    signs(palette()).forEach(({ name, picture }) => { if (!map.hasImage(name)) map.addImage(name, picture, { pixelRatio: 2 }); });
    if (!this.#layers || !this.#cases) return;
    const { grids, estates, buildings } = this.#layers;
    const pour = (source: string, data: FeatureCollection) => { map.getSource<GeoJSONSource>(source)?.setData(data); };
    pour("grids", grids);
    pour("estates", estates);
    pour("buildings", buildings);
    pour("labels", { type: "FeatureCollection", features: [...labels("grid", grids), ...labels("estate", estates)] });
    pour("cases", this.#cases);
    this.querySelectorAll<HTMLInputElement>("input[data-layer]").forEach((tick) => { this.#show(tick); });
  }

  #listen(): void {
    this.addEventListener("change", (event) => {
      const tick = event.target as HTMLInputElement;
      if (tick.matches("[data-layer]")) this.#show(tick);
      if (tick.matches("[data-in-view]")) this.#follow();
    });
    for (const kind of ["mouseover", "focusin"]) {
      this.addEventListener(kind, (event) => {
        this.#light((event.target as Element).closest<HTMLElement>("a[data-feature]")?.dataset.feature);
      });
    }
    const restyle = () => { this.#map?.setStyle(style(palette(), this.dataset.base), { diff: false }); };
    new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  }

  #show(tick: HTMLInputElement): void {
    for (const layer of LAYERS[tick.dataset.layer ?? ""] ?? []) {
      this.#map?.setLayoutProperty(layer, "visibility", tick.checked ? "visible" : "none");
    }
  }

  #clicked(map: Drawing, event: MapMouseEvent): void {
    const [cluster] = map.queryRenderedFeatures(event.point, { layers: ["case-cluster"] });
    if (cluster) { map.easeTo({ center: (cluster.geometry as Point).coordinates as [number, number], zoom: map.getZoom() + 2 }); return; }
    const found = topmost(map, event);
    const kind = found && KIND_OF[found.layer.id];
    if (kind) this.#list.open(`${kind}-${String(found.properties.id)}`);
  }

  /** The list shows what is in view, unless asked for everything. */
  #follow(): void {
    const bounds = this.#map?.getBounds();
    const narrow = this.querySelector<HTMLInputElement>("[data-in-view]")?.checked ?? false;
    this.#list.narrow(bounds && narrow
      ? { west: bounds.getWest(), south: bounds.getSouth(), east: bounds.getEast(), north: bounds.getNorth() } : null);
  }

  /** Light the feature whose line is pointed at or focused. */
  #light(key: string | undefined): void {
    if (!this.#map) return;
    if (this.#lit) this.#map.setFeatureState(this.#lit, { lit: false });
    this.#lit = undefined;
    const [kind, id] = key?.split("-") ?? [];
    const source = SOURCE_OF[kind ?? ""];
    if (!source) return;
    this.#lit = { source, id: Number(id) };
    this.#map.setFeatureState(this.#lit, { lit: true });
  }
}

async function read<T>(address: string | undefined): Promise<T> {
  const answer = await fetch(address ?? "", { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return await answer.json() as T;
}

function topmost(map: Drawing, event: MapMouseEvent): MapGeoJSONFeature | undefined {
  const found = map.queryRenderedFeatures(event.point, { layers: CLICKABLE });
  return CLICKABLE.map((layer) => found.find((one) => one.layer.id === layer)).find(Boolean);
}

function labels(kind: string, shapes: Shapes): Feature[] {
  return shapes.features.flatMap(({ properties }) => (properties.centre ? [{
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: properties.centre },
    properties: { kind, name: properties.name, short: String(properties.code ?? "").slice(-3) },
  }] : []));
}

/** The rectangle of everything that is drawn. */
function around(layers: Layers): LngLatBoundsLike {
  const spots = Object.values(layers).flatMap((shapes: Shapes) => shapes.features.flatMap((one) => positions(one.geometry)));
  const lons = spots.map(([lon]) => lon), lats = spots.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function positions(shape: Feature["geometry"]): [number, number][] {
  const flat = (part: unknown): [number, number][] => (Array.isArray(part) && typeof part[0] === "number"
    ? [part as unknown as [number, number]] : (part as unknown[]).flatMap(flat));
  return "coordinates" in shape ? flat(shape.coordinates) : [];
}

customElements.define("grid-map", GridMap);
