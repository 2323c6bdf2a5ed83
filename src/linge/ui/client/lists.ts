/** Lists: <batch-bar> for ticked rows, <column-picker> for columns and row height kept in this browser. */
export class BatchBar extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest("form");
    form?.addEventListener("change", (event) => this.#changed(event.target as HTMLInputElement));
    this.querySelector("[data-clear]")?.addEventListener("click", () => this.#all(false));
    this.#count();
  }

  get ticks(): HTMLInputElement[] {
    return [...(this.closest("form")?.querySelectorAll<HTMLInputElement>("input[name=row]") ?? [])];
  }

  #changed(input: HTMLInputElement): void {
    if (input.matches("[data-all]")) this.#all(input.checked);
    else if (input.name === "row") this.#count();
  }

  #all(ticked: boolean): void {
    this.ticks.forEach((tick) => { tick.checked = ticked; });
    this.#count();
  }

  #count(): void {
    const ticked = this.ticks.filter((tick) => tick.checked).length;
    const all = this.closest("form")?.querySelector<HTMLInputElement>("[data-all]");
    this.hidden = ticked === 0;
    const shown = this.querySelector("[data-count]");
    if (shown) shown.textContent = String(ticked);
    if (!all) return;
    all.checked = ticked > 0 && ticked === this.ticks.length;
    all.indeterminate = ticked > 0 && ticked < this.ticks.length;
  }
}

interface Choice {
  shown: Record<string, boolean>;
  dense: boolean;
}

export class ColumnPicker extends HTMLElement {
  connectedCallback(): void {
    this.#boxes().forEach((box) => { box.checked = this.#kept.shown[box.value] ?? box.checked; });
    const dense = this.querySelector<HTMLInputElement>("[data-density]");
    if (dense) dense.checked = this.#kept.dense;
    this.addEventListener("change", () => this.#keep());
    this.#apply();
  }

  get #key(): string {
    return `linge-columns:${this.dataset.name ?? location.pathname}`;
  }

  get #kept(): Choice {
    const kept = JSON.parse(localStorage.getItem(this.#key) ?? "{}") as Partial<Choice>;
    return { shown: kept.shown ?? {}, dense: kept.dense ?? false };
  }

  #boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>("input[value]:not([data-density])")];
  }

  #keep(): void {
    const shown = Object.fromEntries(this.#boxes().map((box) => [box.value, box.checked]));
    const dense = this.querySelector<HTMLInputElement>("[data-density]")?.checked ?? false;
    localStorage.setItem(this.#key, JSON.stringify({ shown, dense } satisfies Choice));
    this.#apply();
  }

  #apply(): void {
    const table = this.closest(".results")?.querySelector("table");
    this.#boxes().forEach((box) => {
      table?.querySelectorAll(`[data-column="${box.value}"]`).forEach((cell) => cell.toggleAttribute("data-hidden", !box.checked));
    });
    table?.classList.toggle("table-dense", this.querySelector<HTMLInputElement>("[data-density]")?.checked ?? false);
  }
}

customElements.define("batch-bar", BatchBar);
customElements.define("column-picker", ColumnPicker);
