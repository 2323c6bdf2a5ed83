/** The drawing of a draft, and the hand's movements on it: what was picked, caught, drawn, dragged. */
import type { GeoJSONSource, Map as Drawing, MapMouseEvent, MapTouchEvent } from "maplibre-gl";
import type * as MapLibre from "maplibre-gl";

import { palette } from "../../../../territory/client/palette.ts";
import { style, type Source } from "./division-style.ts";
import { around, closed, last, rings, same, type Ring, type Shape, type Spot } from "./geometry.ts";
import { buildingFeatures, cornerFeatures, gridFeatures, labelFeatures, sketchFeatures, spotFeatures, type Scene } from "./scene.ts";
import { isHere, snapped } from "./snap.ts";

export type Tool = "pick" | "lasso" | "draw" | "split" | "corners";
/** What the map tells its editor. */
export interface Hands {
  picked(key: string): void;
  chosen(grid: string): void;
  caught(ring: Ring): void;
  outlined(ring: Ring): void;
  lined(line: Spot[]): void;
  dragged(from: Spot, to: Spot, added: boolean): void;
  removed(corner: Spot): void;
}
type Moved = MapMouseEvent | MapTouchEvent;

const WORDS = {
  zh: { "NavigationControl.ZoomIn": "放大", "NavigationControl.ZoomOut": "缩小", "ScaleControl.Meters": "米", "ScaleControl.Kilometers": "公里" },
  en: { "NavigationControl.ZoomIn": "Zoom in", "NavigationControl.ZoomOut": "Zoom out", "ScaleControl.Meters": "m", "ScaleControl.Kilometers": "km" },
};
const CLOSE = 17.5;
const PADDING = 48;

export class DivisionMap {
  readonly #map: Drawing;
  #scene: Scene | undefined;
  #tool: Tool = "pick";
  #spots: Spot[] = [];
  #pointer: Spot | null = null;
  #drag: { from: Spot; added: boolean } | undefined;

  constructor(gl: typeof MapLibre, container: HTMLElement, base: string | undefined, private readonly hands: Hands) {
    const locale = document.documentElement.lang === "en" ? WORDS.en : WORDS.zh;
    this.#map = new gl.Map({
      container, style: style(palette(), base), attributionControl: false, dragRotate: false, pitchWithRotate: false,
      maxZoom: 20, minZoom: 12, locale, fadeDuration: 0,
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
    this.#map.addControl(new gl.ScaleControl({ unit: "metric" }), "bottom-left");
    this.#listen();
    const restyle = () => { this.#map.setStyle(style(palette(), base), { diff: false }); };
    new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  }

  /** Once everything poured in is drawn. */
  ready(then: () => void): void {
    this.#map.once("idle", then);
  }

  remove(): void {
    this.#map.remove();
  }

  show(scene: Scene): void {
    this.#scene = scene;
    if (!this.#map.getSource("grids")) return;
    this.#pour("grids", gridFeatures(scene));
    this.#pour("buildings", buildingFeatures(scene));
    this.#pour("spots", spotFeatures(scene));
    this.#pour("labels", labelFeatures(scene));
    this.#pour("corners", this.#tool === "corners" ? cornerFeatures(this.#outline) : []);
    this.#sketch();
  }

  use(tool: Tool): void {
    this.#tool = tool;
    this.#map.getCanvas().style.cursor = tool === "pick" ? "" : "crosshair";
    this.#map.dragPan[tool === "lasso" ? "disable" : "enable"]();
    this.#map.doubleClickZoom[tool === "pick" ? "enable" : "disable"]();
    this.cancel();
    if (this.#scene) this.show(this.#scene);
  }

  cancel(): void {
    this.#spots = [];
    this.#pointer = null;
    this.#drag = undefined;
    this.#sketch();
  }

  /** Take the last spot of what is being drawn back. */
  back(): void {
    this.#spots = this.#spots.slice(0, -1);
    this.#sketch();
  }

  /** End what is being drawn, and hand it over. */
  finish(): void {
    const spots = this.#spots, ring = closed(spots);
    this.cancel();
    if (this.#tool === "draw" && ring) this.hands.outlined(ring);
    if (this.#tool === "split" && spots.length > 1) this.hands.lined(spots);
  }

  goTo(spots: Spot[]): void {
    const box = around(spots);
    if (box) this.#map.fitBounds(box, { padding: PADDING, maxZoom: CLOSE, animate: false });
  }

  get #outline(): Shape | undefined {
    return this.#scene?.state.shapes[this.#scene.current];
  }

  #pour(source: Source, features: GeoJSON.Feature[]): void {
    this.#map.getSource<GeoJSONSource>(source)?.setData({ type: "FeatureCollection", features });
  }

  #sketch(): void {
    const ring = this.#tool === "draw" || this.#tool === "lasso";
    this.#pour("sketch", sketchFeatures(this.#spots, this.#pointer, ring));
  }

  #listen(): void {
    const map = this.#map;
    map.on("style.load", () => { if (this.#scene) this.show(this.#scene); });
    map.on("click", (event) => { this.#clicked(event); });
    map.on("dblclick", (event) => { this.#doubled(event); });
    for (const kind of ["mousedown", "touchstart"] as const) map.on(kind, (event: Moved) => { this.#pressed(event); });
    for (const kind of ["mousemove", "touchmove"] as const) map.on(kind, (event: Moved) => { this.#went(event); });
    for (const kind of ["mouseup", "touchend"] as const) map.on(kind, (event: Moved) => { this.#released(event); });
  }

  #clicked(event: MapMouseEvent): void {
    if (this.#tool === "pick") this.#pick(event);
    if (this.#tool !== "draw" && this.#tool !== "split") return;
    const spot = this.#at(event);
    const before = last(this.#spots);
    if (!before || !same(before, spot)) this.#spots = [...this.#spots, spot];
    this.#sketch();
  }

  #pick(event: MapMouseEvent): void {
    const [found] = this.#map.queryRenderedFeatures(event.point, { layers: ["spot", "building"] });
    const [grid] = this.#map.queryRenderedFeatures(event.point, { layers: ["grid"] });
    if (found) this.hands.picked(String(found.properties["key"]));
    else if (grid) this.hands.chosen(String(grid.properties["grid"]));
  }

  #doubled(event: MapMouseEvent): void {
    if (this.#tool === "corners") {
      const corner = this.#cornerAt(event);
      if (corner && !corner.added) this.hands.removed(corner.from);
    } else this.finish();
  }

  #pressed(event: Moved): void {
    if (this.#tool === "lasso") { this.#spots = [this.#plain(event)]; event.preventDefault(); }
    if (this.#tool !== "corners") return;
    this.#drag = this.#cornerAt(event);
    if (this.#drag) event.preventDefault();
  }

  #went(event: Moved): void {
    if (this.#tool === "lasso" && this.#spots.length) this.#spots = [...this.#spots, this.#plain(event)];
    else if (this.#drag) { this.#spots = [this.#drag.from]; this.#pointer = this.#at(event); }
    else if (this.#spots.length) this.#pointer = this.#at(event);
    else return;
    this.#sketch();
  }

  #released(event: Moved): void {
    const drag = this.#drag, ring = this.#tool === "lasso" ? closed(this.#spots) : null;
    const pulled = this.#pointer !== null;
    if (drag || this.#tool === "lasso") this.cancel();
    if (ring) this.hands.caught(ring);
    if (drag && pulled) this.hands.dragged(drag.from, this.#at(event, drag.from), drag.added);
  }

  /** The corner, or the middle of a side, under the pointer: as exact as the outline itself. */
  #cornerAt(event: Moved): { from: Spot; added: boolean } | undefined {
    const { x, y } = event.point;
    const around: [[number, number], [number, number]] = [[x - 6, y - 6], [x + 6, y + 6]];
    const found = this.#map.queryRenderedFeatures(around, { layers: ["corner"] });
    const best = found.find((one) => !one.properties["middle"]) ?? found[0];
    if (!best || !this.#outline) return undefined;
    const drawn = (best.geometry as GeoJSON.Point).coordinates as Spot;
    const exact = nearestOf(cornerFeatures(this.#outline).map((one) => (one.geometry as GeoJSON.Point).coordinates as Spot), drawn);
    return { from: exact, added: Boolean(best.properties["middle"]) };
  }

  #plain(event: Moved): Spot {
    return [Number(event.lngLat.lng.toFixed(7)), Number(event.lngLat.lat.toFixed(7))];
  }

  /** Where the pointer is, drawn to neighbours where outlines are at work. */
  #at(event: Moved, from: Spot | undefined = this.#drag?.from): Spot {
    const spot = this.#plain(event);
    if (this.#tool === "split" || !this.#scene) return spot;
    const { state, current } = this.#scene;
    const moves = from ? isHere(from) : () => false;
    const others = Object.entries(state.shapes).filter(([grid, shape]) => grid !== current && !rings(shape).flat().some(moves));
    return snapped(spot, others.map(([, shape]) => shape));
  }
}

function nearestOf(spots: Spot[], spot: Spot): Spot {
  const far = ([lon, lat]: Spot) => Math.hypot(lon - spot[0], lat - spot[1]);
  return spots.reduce((best, one) => (far(one) < far(best) ? one : best), spots[0] ?? spot);
}
