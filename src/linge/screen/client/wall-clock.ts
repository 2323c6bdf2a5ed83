/** <wall-clock>: day and time of Asia/Shanghai; says how old the figures are once they are late. */
const LATE = 5 * 60_000;
const ZONE = "Asia/Shanghai";

export class WallClock extends HTMLElement {
  #timer = 0;
  #fresh = Date.now();

  connectedCallback(): void {
    this.#tick();
    this.#timer = window.setInterval(() => this.#tick(), 1_000);
    document.addEventListener("htmx:afterSwap", this.#renew);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
    document.removeEventListener("htmx:afterSwap", this.#renew);
  }

  #renew = (): void => {
    this.#fresh = Date.now();
  };

  #tick(): void {
    const language = document.documentElement.lang;
    const now = new Date();
    const day = now.toLocaleDateString(language, { timeZone: ZONE, month: "long", day: "numeric", weekday: "long" });
    const time = now.toLocaleTimeString(language, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
    const old = new Date(this.#fresh).toLocaleTimeString(language, { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
    const late = now.getTime() - this.#fresh > LATE;
    const said = language === "en" ? `figures of ${old}` : `数据更新于 ${old}`;
    this.textContent = late ? `${day} ${time} · ${said}` : `${day} ${time}`;
  }
}

customElements.define("wall-clock", WallClock);
