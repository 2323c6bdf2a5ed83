/**
 * <division-editor data-draft data-new-grid data-layers data-base data-name>: a draft of a division on
 * its map and in lists that do the same without it. Saves itself; what is unsaved stays in this browser.
 */
import type { FeatureCollection, Geometry } from "geojson";

import { canDraw, library } from "../../../../territory/client/maplibre.ts";
import { DivisionMap, type Tool } from "./division-map.ts";
import {
  caught, cornerAdded, cornerMoved, cornerRemoved, drawn, moved, rebased, splitOff,
  type Counts, type Grid, type Member, type State,
} from "./draft.ts";
import { rings, type Ring, type Spot } from "./geometry.ts";
import { begun, done, redone, undone, type History } from "./history.ts";
import { Keeper, token } from "./keeper.ts";
import { Panel, type Shown } from "./panel.ts";
import { post, stateOf, type Answer, type Figures, type Read } from "./saving.ts";
import { spotsOf, type Scene } from "./scene.ts";
import { partingLine } from "./split.ts";
import { Words } from "./words.ts";

const NEW = "new";
const HUES = 7;
const EMPTY: State = { members: {}, shapes: {} };

interface Layers { grids: FeatureCollection<Geometry, { uuid: string; colour: number }>; buildings: FeatureCollection<Geometry, { uuid: string; number: string }> }

export class DivisionEditor extends HTMLElement {
  #words = new Words(this);
  #panel = new Panel(this, this.#words);
  #map: DivisionMap | undefined;
  #history: History<State> = begun(EMPTY);
  #members: Member[] = [];
  #grids: Grid[] = [];
  #colours: Record<string, number> = {};
  #footprints: Scene["footprints"] = new Map();
  #figures: Record<string, Figures> = {};
  #today = new Map<string, Counts>();
  #ticked = new Set<string>();
  #current = "";
  #deeds: Record<string, () => unknown> = {
    undo: () => { this.#go(undone(this.#history)); },
    redo: () => { this.#go(redone(this.#history)); },
    save: () => this.#keeper.save(true),
    finish: () => this.#map?.finish(),
    cancel: () => { this.#use("pick"); },
    move: () => this.#move(),
    part: () => this.#partOff(),
    restore: () => { const state = this.#keeper.restored(); if (state) this.#step(state); },
    discard: () => { this.#keeper.discard(); },
    merge: () => this.#again(true),
    reload: () => this.#again(false),
  };
  #keeper = new Keeper(this.dataset["draft"] ?? "", this.dataset["name"] ?? "", {
    state: () => this.#history.now,
    heard: (answer) => { this.#heard(answer); },
    status: (word, facts) => { this.#status(word, facts); },
    ask: (word, facts, ...deeds) => { this.#ask(word, facts, deeds); },
    calm: () => { this.#part("[data-alert]").hidden = true; },
  });

  connectedCallback(): void {
    this.#open().catch(() => { this.#status("lost"); });
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#key);
    this.#keeper.stop();
    this.#map?.remove();
  }

  async #open(): Promise<void> {
    const [read, layers] = await Promise.all([this.#keeper.read(), fetch(this.dataset["layers"] ?? "").then((answer) => answer.json() as Promise<Layers>)]);
    layers.grids.features.forEach(({ properties: { uuid, colour } }) => { this.#colours[uuid] = colour; });
    layers.buildings.features.forEach(({ properties: { uuid, number }, geometry }) => {
      this.#footprints.set(`building:${uuid}`, { shape: geometry, number });
    });
    this.#begin(read);
    this.#current = this.#grids[0]?.uuid ?? "";
    this.#listen();
    this.#show();
    this.#keeper.start();
    this.#keeper.offer();
    this.dataset["ready"] = "true";
    if (!canDraw()) { this.classList.add("map-plain"); return; }
    this.classList.add("map-drawing");
    await this.#draw();
  }

  async #draw(): Promise<void> {
    const canvas = this.querySelector<HTMLElement>("[data-canvas]");
    if (!canvas) return;
    this.#map = new DivisionMap(await library(), canvas, this.dataset["base"], {
      picked: (key) => { this.#tick(key, !this.#ticked.has(key)); },
      chosen: (grid) => { this.#choose(grid); },
      caught: (ring) => { caught(this.#members, ring).forEach((key) => this.#ticked.add(key)); this.#show(); },
      outlined: (ring) => { this.#outline(ring); },
      lined: (line) => { void this.#split(this.#current, line); },
      dragged: (from, to, added) => { this.#step(cornerMoved(added ? cornerAdded(this.#now, from) : this.#now, from, to)); },
      removed: (corner) => { this.#step(cornerRemoved(this.#now, corner)); },
    });
    this.classList.add("map-drawn");
    this.#map.goTo(Object.values(this.#now.shapes).flatMap((shape) => rings(shape).flat()));
    this.#show();
    this.#map.ready(() => { this.dataset["drawn"] = "true"; });
  }

  get #now(): State { return this.#history.now; }
  get #target(): string { return this.querySelector<HTMLSelectElement>("[data-target]")?.value ?? ""; }
  set #target(grid: string) {
    const select = this.querySelector<HTMLSelectElement>("[data-target]");
    if (select) select.value = grid;
  }

  get #shown(): Shown & Scene {
    return {
      state: this.#now, members: this.#members, grids: this.#grids, colours: this.#colours, footprints: this.#footprints,
      figures: this.#figures, today: this.#today, ticked: this.#ticked, current: this.#current, fresh: !this.#keeper.changed,
    };
  }

  // What is read, shown and changed

  #begin(read: Read): void {
    this.#members = read.members;
    this.#grids = read.grids.map(({ uuid, code, name }) => ({ uuid, code, name }));
    this.#grids.forEach(({ uuid }, place) => { this.#colours[uuid] ??= place % HUES; });
    this.#today = new Map(Object.entries(read.figures).map(([grid, now]) => [grid, less(now, now.change)]));
    this.#history = begun(stateOf(read));
    this.#keeper.began(read, this.#now);
  }

  /** Read what somebody else saved, and lay mine over it or leave it aside as a copy. */
  async #again(mine: boolean): Promise<void> {
    const base = this.#keeper.saved, state = this.#now;
    this.#begin(await this.#keeper.read());
    this.#part("[data-alert]").hidden = true;
    if (mine) this.#step(rebased(base, state, this.#now));
    else this.#keeper.offer();
    this.#show();
  }

  #heard(answer: Answer): void {
    this.#figures = answer.figures;
    this.#panel.tellRemarks(answer.remarks);
    this.#panel.show(this.#shown);
  }

  #step(state: State): void {
    this.#go(done(this.#history, state));
  }

  #go(history: History<State>): void {
    this.#history = history;
    this.#keeper.keep();
    this.#show();
    if (this.#keeper.changed) this.#status("unsaved");
  }

  #show(): void {
    this.#panel.show(this.#shown);
    this.#map?.show(this.#shown);
    this.#enable("undo", this.#history.past.length > 0);
    this.#enable("redo", this.#history.future.length > 0);
  }

  // Deeds

  #tick(key: string, on: boolean): void {
    if (on) this.#ticked.add(key);
    else this.#ticked.delete(key);
    this.#show();
  }

  #choose(grid: string): void {
    this.#current = grid;
    this.#show();
  }

  #outline(ring: Ring): void {
    this.#step(drawn(this.#now, this.#current, { type: "Polygon", coordinates: [ring] }));
    this.#use("pick");
  }

  async #move(): Promise<void> {
    if (!this.#ticked.size) { this.#complain("pick_first"); return; }
    const grid = await this.#destination();
    if (!grid) return;
    const count = this.#ticked.size;
    this.#step(moved(this.#now, this.#members, this.#ticked, grid));
    this.#ticked.clear();
    this.#show();
    this.#status("moved", { count, grid: this.#nameOf(grid) });
  }

  /** Split off the ticked buildings by the line that best parts them from the rest of their grid. */
  async #partOff(): Promise<void> {
    const mine = this.#members.filter(({ key }) => this.#ticked.has(key));
    const homes = new Set(mine.map(({ key }) => this.#now.members[key] ?? ""));
    const [from = ""] = homes;
    const outline = this.#now.shapes[from];
    if (homes.size !== 1 || !outline) { this.#complain("one_grid"); return; }
    const rest = this.#members.filter(({ key, kind }) => this.#now.members[key] === from && !this.#ticked.has(key) && kind === "building");
    const line = partingLine(outline, spots(mine), spots(rest));
    if (!line) { this.#complain("some_stay"); return; }
    await this.#split(from, line, new Set(this.#ticked));
  }

  async #split(from: string, line: Spot[], chosen?: ReadonlySet<string>): Promise<void> {
    const target = this.#target;
    if (!target) { this.#complain("target_first"); return; }
    if (this.#now.shapes[target]) { this.#complain("target_bare"); return; }
    if (!splitOff(this.#now, this.#members, from, NEW, line, chosen)) { this.#complain("cross"); return; }
    const grid = await this.#destination();
    const state = grid && splitOff(this.#now, this.#members, from, grid, line, chosen);
    if (!grid || !state) return;
    this.#step(state);
    this.#ticked.clear();
    this.#use("pick");
    this.#status("parted", { grid: this.#nameOf(grid) });
  }

  /** The grid chosen to move to; a new one is added first. */
  async #destination(): Promise<string | null> {
    if (this.#target !== NEW) return this.#target || this.#complain("target_first");
    const name = this.querySelector<HTMLInputElement>("[data-new-name]");
    const answer = await post(this.dataset["newGrid"] ?? "", token(), JSON.stringify({ name: name?.value ?? "" })).catch(() => null);
    const made = await answer?.json() as (Grid & { message?: string }) | undefined;
    if (!answer?.ok || !made) { this.#say(made?.message ?? this.#words.say("unmade")); name?.focus(); return null; }
    this.#grids = [...this.#grids, { uuid: made.uuid, code: made.code, name: made.name }];
    this.#colours[made.uuid] = (this.#grids.length - 1) % HUES;
    this.#panel.show(this.#shown);
    this.#target = made.uuid;
    if (name) name.value = "";
    this.#askName();
    return made.uuid;
  }

  #use(tool: Tool): void {
    if (["draw", "split", "corners"].includes(tool) && !this.#current) { this.#complain("grid_first"); return; }
    this.querySelectorAll<HTMLElement>("[data-tool]").forEach((one) => { one.setAttribute("aria-pressed", String(one.dataset["tool"] === tool)); });
    this.querySelectorAll<HTMLElement>("[data-sketching]").forEach((one) => { one.hidden = tool !== "draw" && tool !== "split"; });
    const hint = this.querySelector("[data-hint]");
    if (hint) hint.textContent = tool === "pick" ? "" : this.#words.say(`hint_${tool}`, { grid: this.#nameOf(this.#current) });
    this.#map?.use(tool);
    if (tool === "corners" || tool === "split") this.#map?.goTo(spotsOf(this.#shown, `grid:${this.#current}`));
    this.#show();
  }

  // Words

  #status(word: string, facts?: Record<string, string | number>): void {
    this.#part("[data-status]").textContent = this.#words.say(word, facts);
  }

  /** Why a deed was not done, in the corner where refusals are read. */
  #complain(word: string): null {
    this.#say(this.#words.say(word));
    return null;
  }

  #say(message: string): void {
    document.dispatchEvent(new CustomEvent("toast", { detail: { message, kind: "error" } }));
  }

  /** A line above everything, with the ways out of it. */
  #ask(word: string, facts: Record<string, string> = {}, deeds: string[] = []): void {
    const line = this.#part("[data-alert]");
    this.#part("[data-alert-words]").textContent = this.#words.say(word, facts);
    line.querySelectorAll<HTMLElement>("[data-deed]").forEach((one) => { one.hidden = !deeds.includes(one.dataset["deed"] ?? ""); });
    line.hidden = false;
  }

  // What is clicked, ticked and typed

  #listen(): void {
    this.addEventListener("click", (event) => { this.#clicked((event.target as Element).closest<HTMLElement>("button")); });
    this.addEventListener("change", (event) => { this.#entered(event.target as HTMLInputElement); });
    this.addEventListener("input", (event) => { if ((event.target as Element).matches("[data-search]")) this.#panel.narrow(this.#shown); });
    document.addEventListener("keydown", this.#key);
  }

  #clicked(button: HTMLElement | null): void {
    const { tool, deed, about, tab } = button?.dataset ?? {};
    if (tool) this.#use(tool as Tool);
    if (tab) this.#turnTo(tab);
    if (about !== undefined) this.#goTo(about.split(" "));
    if (deed) Promise.resolve(this.#deeds[deed]?.()).catch(() => { this.#status("lost"); });
  }

  #entered(input: HTMLInputElement): void {
    if (input.matches("[data-members] input")) this.#tick(input.value, input.checked);
    if (input.matches("[data-grids] input")) this.#choose(input.value);
    if (input.matches("[data-of-grid]")) this.#panel.narrow(this.#shown);
    if (input.matches("[data-target]")) this.#askName();
    if (input.matches("[data-all]")) {
      this.#panel.inSight().forEach((key) => { if (input.checked) this.#ticked.add(key); else this.#ticked.delete(key); });
      this.#show();
    }
  }

  /** A new grid wants a name before anything goes there. */
  #askName(): void {
    const wanted = this.#target === NEW;
    this.#part("[data-new]").hidden = !wanted;
    if (wanted) this.querySelector<HTMLInputElement>("[data-new-name]")?.focus();
  }

  #turnTo(tab: string): void {
    this.querySelectorAll<HTMLElement>("[data-tab]").forEach((one) => { one.setAttribute("aria-selected", String(one.dataset["tab"] === tab)); });
    this.querySelectorAll<HTMLElement>("[data-page]").forEach((one) => { one.hidden = one.dataset["page"] !== tab; });
  }

  /** Show the place of a remark: on the map, and its line in the list. */
  #goTo(keys: string[]): void {
    const [first = ""] = keys;
    const [kind, uuid = ""] = first.split(":");
    if (kind === "grid") this.#choose(uuid);
    this.#map?.goTo(spotsOf(this.#shown, first));
    const line = this.querySelector<HTMLInputElement>(`input[value="${CSS.escape(kind === "grid" ? uuid : first)}"]`);
    this.#turnTo(kind === "grid" ? "grids" : "members");
    line?.closest<HTMLElement>("li, tr")?.scrollIntoView({ block: "nearest" });
    line?.focus();
  }

  #key = (event: KeyboardEvent): void => {
    const writes = (event.target as Element).matches("input:not([type=checkbox], [type=radio]), textarea");
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !writes && (key === "z" || key === "y")) {
      event.preventDefault();
      this.#go(key === "y" || event.shiftKey ? redone(this.#history) : undone(this.#history));
    }
    if (!(event.target as Element).closest("[data-canvas]")) return;
    if (event.key === "Enter") this.#map?.finish();
    if (event.key === "Escape") this.#use("pick");
    if (event.key === "Backspace") this.#map?.back();
  };

  #nameOf(grid: string): string {
    return this.#grids.find(({ uuid }) => uuid === grid)?.name ?? "";
  }

  #enable(deed: string, on: boolean): void {
    this.querySelectorAll<HTMLButtonElement>(`[data-deed="${deed}"]`).forEach((one) => { one.disabled = !on; });
  }

  #part(place: string): HTMLElement {
    return this.querySelector<HTMLElement>(place) as HTMLElement;
  }
}

/** Counts without what was added. */
function less(now: Counts, by: Counts): Counts {
  return { homes: now.homes - by.homes, shops: now.shops - by.shops, organisations: now.organisations - by.organisations, places: now.places - by.places };
}

function spots(members: Member[]): Spot[] {
  return members.flatMap(({ point }) => (point ? [point] : []));
}

customElements.define("division-editor", DivisionEditor);
