/** Keeps a draft from being lost: saves it every ten seconds and on leaving, else keeps a copy here. */
import { equal, rebased, type State } from "./draft.ts";
import { forget, keep, kept, save, type Answer, type Copy, type Outcome, type Read } from "./saving.ts";
import { told } from "./words.ts";

const EVERY = 10_000;

/** Whose draft it is: tells its state, and is told what came of it. */
export interface Owner {
  state(): State;
  heard(answer: Answer): void;
  status(word: string, facts?: Record<string, string>): void;
  /** Something to decide, or nothing any more. */
  ask(words: string, facts?: Record<string, string>, ...deeds: string[]): void;
  calm(): void;
}

export class Keeper {
  #version = 0;
  #saved: State = { members: {}, shapes: {} };
  #refused: State | undefined;
  #copy: Copy | null = null;
  #late = false;
  #sending = false;
  #timer = 0;

  constructor(private readonly address: string, private readonly draft: string, private readonly owner: Owner) {}

  get saved(): State {
    return this.#saved;
  }

  get changed(): boolean {
    return !equal(this.owner.state(), this.#saved);
  }

  start(): void {
    this.#timer = window.setInterval(() => { void this.save(); }, EVERY);
    window.addEventListener("pagehide", this.#leave);
  }

  stop(): void {
    window.clearInterval(this.#timer);
    window.removeEventListener("pagehide", this.#leave);
  }

  async read(): Promise<Read> {
    const answer = await fetch(this.address, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return await answer.json() as Read;
  }

  /** Go on from what was read. */
  began(answer: Answer, state: State): void {
    this.#late = false;
    this.#refused = undefined;
    this.#heard(answer, state);
  }

  /** Offer unsaved work of an earlier visit, if the draft does not hold it already. */
  offer(): void {
    const copy = kept(localStorage, this.draft);
    if (!copy) return;
    if (equal(rebased(copy.base, copy.mine, this.#saved), this.#saved)) { forget(localStorage, this.draft); return; }
    this.#copy = copy;
    this.owner.ask("kept", { time: told(copy.at) }, "restore", "discard");
  }

  /** The work that was offered, laid over what is saved now. */
  restored(): State | null {
    const copy = this.#copy;
    this.#copy = null;
    this.owner.calm();
    return copy && rebased(copy.base, copy.mine, this.#saved);
  }

  discard(): void {
    this.#copy = null;
    forget(localStorage, this.draft);
    this.owner.calm();
  }

  /** Keep a copy of what has changed; one still offered is never written over. */
  keep(): void {
    if (this.#copy) return;
    if (!this.changed) { forget(localStorage, this.draft); return; }
    const copy = { at: new Date().toISOString(), base: this.#saved, mine: this.owner.state() };
    if (!keep(localStorage, this.draft, copy)) this.owner.status("full");
  }

  /** Send what has changed; asked for by hand also what was refused, and what did not change. */
  async save(byHand = false, leaving = false): Promise<void> {
    const state = this.owner.state();
    if (this.#late || this.#sending || !(byHand || (this.changed && state !== this.#refused))) return;
    this.#sending = true;
    this.owner.status("saving");
    const outcome = await save(this.address, token(), this.#version, state, leaving);
    this.#sending = false;
    this.#came(outcome, state);
  }

  #came(outcome: Outcome, state: State): void {
    if (outcome.kind === "saved") {
      this.#refused = undefined;
      this.#heard(outcome.answer, state);
      this.keep();
    } else if (outcome.kind === "late") {
      this.#late = true;
      this.owner.status("unsaved");
      this.owner.ask("late", { by: outcome.by, time: told(outcome.at) }, "merge", "reload");
    } else if (outcome.kind === "refused") {
      this.#refused = state;
      this.owner.status("unsaved");
      this.owner.ask("refused", { message: outcome.message });
    } else this.owner.status("lost");
  }

  #heard(answer: Answer, state: State): void {
    this.#version = answer.version;
    this.#saved = state;
    this.owner.heard(answer);
    if (answer.saved.at) this.owner.status("saved", { by: answer.saved.by, time: told(answer.saved.at) });
  }

  #leave = (): void => {
    this.keep();
    void this.save(false, true);
  };
}

/** The token this site gives its own pages. */
export function token(): string {
  return (JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>)["X-CSRFToken"] ?? "";
}
