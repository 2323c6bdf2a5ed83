/** <where-am-i>: fills the form's point from the phone's own position; hidden where there is none. */
const WORDS = {
  zh: {
    asking: "正在定位…",
    found: (metres: number): string => `已记下您的位置（误差约${metres}米）。也请写一句地点，方便找到。`,
    denied: "没有得到定位许可，请写明地点或选最近的楼。",
  },
  en: {
    asking: "Locating…",
    found: (metres: number): string => `Your position is noted (within about ${metres} m). Please describe the place too.`,
    denied: "No permission to locate. Please describe the place or choose the nearest building.",
  },
};

const PATIENCE = 15_000;
const DIGITS = 6;

export class WhereAmI extends HTMLElement {
  connectedCallback(): void {
    if (!("geolocation" in navigator)) return;
    this.hidden = false;
    this.querySelector("[data-locate]")?.addEventListener("click", () => this.#ask());
  }

  get #words(): (typeof WORDS)["zh"] {
    return document.documentElement.lang === "en" ? WORDS.en : WORDS.zh;
  }

  #ask(): void {
    this.#say(this.#words.asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#take(coords),
      () => this.#say(this.#words.denied),
      { enableHighAccuracy: true, timeout: PATIENCE },
    );
  }

  #take(coords: GeolocationCoordinates): void {
    this.#fill("lon", coords.longitude);
    this.#fill("lat", coords.latitude);
    this.closest("form")?.dispatchEvent(new Event("located"));
    this.#say(this.#words.found(Math.round(coords.accuracy)));
  }

  #fill(name: string, value: number): void {
    const input = this.closest("form")?.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (input) input.value = value.toFixed(DIGITS);
  }

  #say(words: string): void {
    const line = this.querySelector("[data-said]");
    if (line) line.textContent = words;
  }
}

customElements.define("where-am-i", WhereAmI);
