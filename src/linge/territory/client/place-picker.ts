/**
 * <place-picker data-base data-around="west,south,east,north">: a map under a button. A tap sets a pin
 * and writes the point into the form, as `point` or as `lon` and `lat`; both stay open to typing.
 */
import type { Map as Drawing, Marker } from "maplibre-gl";
import looks from "maplibre-gl/dist/maplibre-gl.css?url";

import { ground } from "./ground.ts";
import { canDraw, library } from "./maplibre.ts";
import { palette } from "./palette.ts";
import { pointIn, written } from "./point.ts";
import "./place-picker.scss";

const WORDS = {
  "NavigationControl.ZoomIn": "放大", "NavigationControl.ZoomOut": "缩小",
  "GeolocateControl.FindMyLocation": "定位到我",
};
const CLOSE = 17;

export class PlacePicker extends HTMLElement {
  #map: Drawing | undefined;
  #pin: Marker | undefined;

  connectedCallback(): void {
    if (!canDraw()) return;
    this.hidden = false;
    this.#button?.addEventListener("click", () => { void this.#toggle(); });
    this.closest("form")?.addEventListener("located", () => { this.#show(); });
  }

  disconnectedCallback(): void {
    this.#map?.remove();
  }

  get #button(): HTMLButtonElement | null {
    return this.querySelector<HTMLButtonElement>("[data-opens]");
  }

  #input(name: string): HTMLInputElement | null {
    return this.closest("form")?.querySelector<HTMLInputElement>(`input[name=${name}]`) ?? null;
  }

  async #toggle(): Promise<void> {
    const frame = this.querySelector<HTMLElement>("[data-frame]");
    if (!frame) return;
    frame.hidden = !frame.hidden;
    this.#button?.setAttribute("aria-expanded", String(!frame.hidden));
    if (!frame.hidden && !this.#map) await this.#draw();
    this.#show();
  }

  async #draw(): Promise<void> {
    dress();
    const gl = await library();
    const container = this.querySelector<HTMLElement>("[data-canvas]");
    const [west = 0, south = 0, east = 0, north = 0] = (this.dataset.around ?? "").split(",").map(Number);
    if (!container) return;
    const map = new gl.Map({
      container, style: ground(palette(), this.dataset.base || undefined), bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 12 }, attributionControl: false, dragRotate: false, pitchWithRotate: false,
      maxZoom: 19, minZoom: 12, locale: WORDS, fadeDuration: 0,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new gl.NavigationControl({ showCompass: false }), "top-right");
    this.#pin = new gl.Marker({ draggable: true, color: palette().brand });
    this.#pin.on("dragend", () => { this.#take(this.#pin?.getLngLat()); });
    map.on("click", ({ lngLat }) => { this.#take(lngLat); });
    map.once("idle", () => { this.dataset.drawn = "true"; });
    this.#map = map;
  }

  /** Write the point down and tell the page, as if it had been typed. */
  #take(spot: { lng: number; lat: number } | undefined): void {
    if (!spot) return;
    const told = written(spot);
    const whole = this.#input("point");
    if (whole) whole.value = `${told.lon},${told.lat}`;
    for (const name of ["lon", "lat"] as const) {
      const part = this.#input(name);
      if (part) part.value = told[name];
    }
    this.#show();
    whole?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Put the pin where the form says, if it says anything. */
  #show(): void {
    const text = this.#input("point")?.value ?? `${this.#input("lon")?.value ?? ""},${this.#input("lat")?.value ?? ""}`;
    const spot = pointIn(text);
    if (!this.#map || !spot) return;
    const there = this.#map.getBounds().contains(spot);
    this.#pin?.setLngLat(spot).addTo(this.#map);
    if (!there) this.#map.jumpTo({ center: spot, zoom: CLOSE });
  }
}

/** The library's own looks, fetched with it: most visits never open the map. */
function dress(): void {
  if (document.querySelector(`link[href="${looks}"]`)) return;
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = looks;
  document.head.append(sheet);
}

customElements.define("place-picker", PlacePicker);
