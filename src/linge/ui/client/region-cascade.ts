/**
 * <region-cascade>: parts one long select ("示范区 / 示范街道 / 幸福里社区") into a select for each
 * level. The original keeps the value and is sent; without script it is simply used.
 */
const SEPARATOR = " / ";

export class RegionCascade extends HTMLElement {
  #all: { value: string; way: string[] }[] = [];

  connectedCallback(): void {
    const select = this.select;
    if (!select || this.#all.length) return;
    this.#all = [...select.options].filter((option) => option.value).map((option) => ({ value: option.value, way: option.text.trim().split(SEPARATOR) }));
    select.hidden = true;
    this.#draw(this.#all.find((each) => each.value === select.value)?.way ?? []);
  }

  get select(): HTMLSelectElement | null {
    return this.querySelector("select[data-cascade]");
  }

  #draw(way: string[]): void {
    this.querySelectorAll("[data-level]").forEach((level) => level.remove());
    for (let level = 0; level <= way.length; level += 1) {
      const next = [...new Set(this.#all.filter((each) => way.slice(0, level).every((name, at) => each.way[at] === name)).map((each) => each.way[level]))];
      const names = next.filter((name): name is string => name !== undefined);
      if (!names.length) break;
      this.append(this.#level(level, names, way));
    }
  }

  #level(level: number, names: string[], way: string[]): HTMLSelectElement {
    const made = document.createElement("select");
    made.className = "form-select";
    made.dataset.level = String(level);
    const label = this.closest(".field")?.querySelector(".field-label")?.textContent ?? "";
    made.setAttribute("aria-label", `${label} ${level + 1}`);
    const english = document.documentElement.lang === "en";
    made.add(new Option(english ? "Choose" : "请选择", ""));
    names.forEach((name) => made.add(new Option(name, name, false, way[level] === name)));
    made.addEventListener("change", () => this.#choose([...way.slice(0, level), made.value].filter(Boolean), level));
    return made;
  }

  #choose(way: string[], level: number): void {
    const select = this.select;
    if (!select) return;
    select.value = this.#all.find((each) => each.way.join(SEPARATOR) === way.join(SEPARATOR))?.value ?? "";
    this.#draw(way);
    this.querySelector<HTMLElement>(`[data-level="${level}"]`)?.focus();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("region-cascade", RegionCascade);
