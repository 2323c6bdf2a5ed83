/** The lists beside the map: grids with their figures, members to tick, what there is to say. */
import { counts, listed, type Counts, type Grid, type Member, type State } from "./draft.ts";
import type { Figures, Remark } from "./saving.ts";
import { change, type Words } from "./words.ts";

export interface Shown {
  state: State;
  members: Member[];
  grids: Grid[];
  colours: Record<string, number>;
  figures: Record<string, Figures>;
  today: Map<string, Counts>;
  ticked: ReadonlySet<string>;
  current: string;
  fresh: boolean;
}
const NONE: Counts = { homes: 0, shops: 0, organisations: 0, places: 0 };
const COUNTED = ["homes", "shops", "organisations"] as const;
const HUES = 7;

export class Panel {
  readonly #rows = new Map<string, HTMLElement>();
  #grids = "";

  constructor(private readonly root: HTMLElement, private readonly words: Words) {}

  show(shown: Shown): void {
    this.#offerGrids(shown.grids);
    this.#countGrids(shown);
    this.#listMembers(shown);
    this.#tellPicked(shown);
  }

  /** Which lines a search and a grid leave. */
  narrow({ state, members }: Shown): void {
    const words = this.#value("[data-search]").trim().toLowerCase(), grid = this.#value("[data-of-grid]");
    const on = new Set(listed(state, members).map((one) => one.key));
    for (const member of members) {
      const row = this.#rows.get(member.key);
      const fits = grid === "" || (state.members[member.key] ?? "none") === grid;
      if (row) row.hidden = !on.has(member.key) || !fits || !member.name.toLowerCase().includes(words);
    }
  }

  /** The keys of the lines in sight. */
  inSight(): string[] {
    return [...this.#rows].filter(([, row]) => !row.hidden).map(([key]) => key);
  }

  tellRemarks(remarks: Remark[]): void {
    const list = this.#part("[data-remarks]");
    list.replaceChildren(...remarks.map((remark) => {
      const row = this.#copy("remark");
      row.classList.add(remark.stops ? "division-stops" : "division-warns");
      const button = row.querySelector("button");
      if (button) { button.textContent = remark.message; button.dataset["about"] = remark.about.join(" "); }
      return row;
    }));
    this.#part("[data-fine]").hidden = remarks.length > 0;
    this.#part("[data-remark-count]").textContent = String(remarks.length);
  }

  #offerGrids(grids: Grid[]): void {
    const drawn = JSON.stringify(grids);
    if (drawn === this.#grids) return;
    this.#grids = drawn;
    this.#fill("[data-target]", [["", this.words.say("choose")], ...named(grids), ["new", this.words.say("new_grid")]]);
    this.#fill("[data-of-grid]", [["", this.words.say("all")], ["none", this.words.say("none")], ...named(grids)]);
    this.#part("[data-grids]").replaceChildren(...grids.map((grid) => {
      const row = this.#copy("grid");
      const radio = row.querySelector("input");
      if (radio) radio.value = grid.uuid;
      row.dataset["grid"] = grid.uuid;
      text(row, "[data-name]", grid.name);
      return row;
    }));
  }

  #countGrids({ state, members, grids, colours, figures, today, current, fresh }: Shown): void {
    const now = counts(state, members);
    for (const { uuid } of grids) {
      const row = this.root.querySelector<HTMLElement>(`tr[data-grid="${uuid}"]`);
      if (!row) continue;
      const has = now.get(uuid) ?? NONE, had = today.get(uuid) ?? NONE;
      for (const name of COUNTED) {
        text(row, `[data-${name}]`, String(has[name]));
        text(row, `[data-${name}-change]`, change(has[name] - had[name]));
      }
      const care = figures[uuid]?.care;
      text(row, "[data-care]", !fresh ? "…" : care === null ? this.words.say("few") : String(care ?? 0));
      const radio = row.querySelector("input");
      if (radio) radio.checked = uuid === current;
      row.classList.toggle("division-current", uuid === current);
      const swatch = row.querySelector<HTMLElement>("[data-swatch]");
      if (swatch) swatch.className = `division-swatch division-hue-${((colours[uuid] ?? 0) % HUES) + 1}`;
      row.querySelector<HTMLElement>("[data-bare]")?.toggleAttribute("hidden", Boolean(state.shapes[uuid]));
    }
  }

  #listMembers(shown: Shown): void {
    const { state, members, grids, ticked } = shown;
    const names = new Map(grids.map(({ uuid, name }) => [uuid, name]));
    if (!this.#rows.size) this.#part("[data-members]").append(...members.map((one) => this.#memberRow(one)));
    for (const { key } of members) {
      const row = this.#rows.get(key);
      const grid = names.get(state.members[key] ?? "");
      if (!row) continue;
      text(row, "[data-home]", grid ?? this.words.say("none"));
      row.classList.toggle("division-stray", !grid);
      const tick = row.querySelector("input");
      if (tick) tick.checked = ticked.has(key);
    }
    this.narrow(shown);
  }

  #memberRow(member: Member): HTMLElement {
    const row = this.#copy("member");
    const tick = row.querySelector("input");
    if (tick) tick.value = member.key;
    text(row, "[data-name]", member.name);
    text(row, "[data-kind]", member.homes ? this.words.say("homes", { homes: member.homes }) : this.words.say(member.kind));
    this.#rows.set(member.key, row);
    return row;
  }

  #tellPicked({ members, ticked }: Shown): void {
    const homes = members.reduce((sum, one) => sum + (ticked.has(one.key) ? one.homes : 0), 0);
    this.#part("[data-picked]").textContent = this.words.say("picked", { count: ticked.size, homes });
  }

  #fill(place: string, options: [string, string][]): void {
    const select = this.root.querySelector<HTMLSelectElement>(place);
    if (!select) return;
    const chosen = select.value;
    select.replaceChildren(...options.map(([value, name]) => new Option(name, value, false, value === chosen)));
  }

  #copy(name: string): HTMLElement {
    const form = this.root.querySelector<HTMLTemplateElement>(`template[data-row="${name}"]`);
    return form?.content.firstElementChild?.cloneNode(true) as HTMLElement;
  }

  #value(place: string): string {
    return this.root.querySelector<HTMLInputElement | HTMLSelectElement>(place)?.value ?? "";
  }

  #part(place: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(place) as HTMLElement;
  }
}

function named(grids: Grid[]): [string, string][] {
  return grids.map(({ uuid, name }) => [uuid, name]);
}

function text(row: HTMLElement, place: string, words: string): void {
  const part = row.querySelector(place);
  if (part) part.textContent = words;
}
