/**
 * <draft-keeper data-name>: keeps a form's words in this browser every 10 s and puts them back after
 * a lost tab, sign-out or network. Never keeps passwords, files or anything marked data-private.
 */
const EVERY = 10_000;
const DAYS = 30;
const PREFIX = "linge-draft:";
const SENT = "linge-draft-sent";

type Kept = Record<string, string[]>;

interface Draft {
  at: number;
  values: Kept;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function keepable(control: Element): control is Control {
  if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement)) return false;
  return Boolean(control.name) && !["password", "file", "hidden", "submit", "button"].includes(control.type) && control.closest("[data-private]") === null;
}

function read(form: HTMLFormElement): Kept {
  const values: Kept = {};
  [...form.elements].filter(keepable).forEach((control) => {
    const list = (values[control.name] ??= []);
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      if (control.checked) list.push(control.value);
    } else list.push(control.value);
  });
  return values;
}

function put(form: HTMLFormElement, values: Kept): void {
  const used: Record<string, number> = {};
  [...form.elements].filter(keepable).forEach((control) => {
    const list = values[control.name];
    if (!list) return;
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = list.includes(control.value);
    } else {
      const place = used[control.name] ?? 0;
      used[control.name] = place + 1;
      control.value = list[place] ?? control.value;
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export class DraftKeeper extends HTMLElement {
  #timer = 0;
  #first = "";

  connectedCallback(): void {
    const form = this.form;
    if (!form) return;
    this.#first = JSON.stringify(read(form));
    this.#offer();
    this.#timer = window.setInterval(() => this.keep(), EVERY);
    window.addEventListener("pagehide", this.keep);
    form.addEventListener("submit", () => {
      this.keep();
      sessionStorage.setItem(SENT, this.key);
    });
  }

  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
    window.removeEventListener("pagehide", this.keep);
  }

  get form(): HTMLFormElement | null {
    return this.querySelector("form");
  }

  get key(): string {
    return PREFIX + (this.dataset.name ?? location.pathname);
  }

  keep = (): void => {
    if (!this.form) return;
    const values = read(this.form);
    if (JSON.stringify(values) === this.#first) return;
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values } satisfies Draft));
    } catch {
      this.#say("这台设备的存储已满，草稿没有保存。", "Storage is full: the draft was not kept.");
    }
  };

  forget(): void {
    localStorage.removeItem(this.key);
  }

  #offer(): void {
    const kept = localStorage.getItem(this.key);
    if (!kept || !this.form) return;
    const draft = JSON.parse(kept) as Draft;
    const old = Date.now() - draft.at > DAYS * 24 * 3600 * 1000;
    if (old || JSON.stringify(draft.values) === this.#first) return this.forget();
    const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const line = this.#say(`有一份 ${time} 没有提交的草稿。`, `There is a draft from ${time}.`);
    line.append(
      this.#button("恢复草稿", "Restore it", () => this.form && put(this.form, draft.values), line),
      this.#button("删除草稿", "Delete it", () => this.forget(), line),
    );
  }

  #say(chinese: string, english: string): HTMLElement {
    const line = document.createElement("div");
    line.className = "alert alert-info draft-line";
    line.setAttribute("role", "status");
    const words = document.createElement("span");
    words.className = "alert-words";
    words.textContent = document.documentElement.lang === "en" ? english : chinese;
    line.append(words);
    this.prepend(line);
    return line;
  }

  #button(chinese: string, english: string, deed: () => unknown, line: HTMLElement): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = document.documentElement.lang === "en" ? english : chinese;
    made.addEventListener("click", () => { deed(); line.remove(); });
    return made;
  }
}

/** A sent form's draft goes once a page without that form answers, the sign-in page aside. */
function forgetSent(): void {
  const sent = sessionStorage.getItem(SENT);
  const asksAgain = [...document.querySelectorAll<DraftKeeper>("draft-keeper")].some((each) => each.key === sent);
  if (!sent || asksAgain || document.documentElement.dataset.face === "plain") return;
  localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

customElements.define("draft-keeper", DraftKeeper);
forgetSent();
