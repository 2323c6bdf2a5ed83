/**
 * <hot-keys>: the desk's keys (experience.md §8.1). Letters act in lists only and never while
 * typing; data-off switches all of them off. The list itself is the dialog #keys-help.
 */
const LEADS: Record<string, string> = { t: "[data-go=today]", q: "[data-go=queue]", r: "[data-go=registry]", m: "[data-go=map]" };

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export class HotKeys extends HTMLElement {
  #led = false;

  connectedCallback(): void {
    document.addEventListener("keydown", this.#press);
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#press);
  }

  #press = (event: KeyboardEvent): void => {
    if (event.ctrlKey && (event.key === "s" || event.key === "Enter")) return this.#submit(event);
    if (this.dataset.off !== undefined || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (this.#led) return this.#go(event);
    if (event.key === "/") return this.#focus(event, "#search");
    if (event.key === "?") return this.#click(event, "[data-opens=keys-help]");
    if (event.key === "g") this.#led = true;
    else if (event.key === "n") this.#click(event, "[data-key=n]");
    else this.#inList(event);
  };

  #go(event: KeyboardEvent): void {
    this.#led = false;
    const target = LEADS[event.key];
    if (target) this.#click(event, target);
  }

  #inList(event: KeyboardEvent): void {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-list] tbody tr, [data-list] > [data-row]")];
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.classList.contains("is-current"));
    const row = rows[now];
    if (event.key === "j") this.#move(event, rows, Math.min(now + 1, rows.length - 1));
    else if (event.key === "k") this.#move(event, rows, Math.max(now - 1, 0));
    else if (event.key === "x") row?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    else if (event.key === "Enter" && event.target === row) row?.querySelector<HTMLElement>("a")?.click();
    else if (/^[adem]$/.test(event.key)) row?.querySelector<HTMLElement>(`[data-key=${event.key}]`)?.click();
  }

  #move(event: KeyboardEvent, rows: HTMLElement[], to: number): void {
    event.preventDefault();
    rows.forEach((row, place) => row.classList.toggle("is-current", place === to));
    const row = rows[to];
    if (!row) return;
    row.tabIndex = -1;
    row.focus();
  }

  #focus(event: KeyboardEvent, where: string): void {
    const input = document.querySelector<HTMLInputElement>(where);
    if (!input) return;
    event.preventDefault();
    input.focus();
    input.select();
  }

  #click(event: KeyboardEvent, where: string): void {
    const found = document.querySelector<HTMLElement>(where);
    if (!found) return;
    event.preventDefault();
    found.click();
  }

  #submit(event: KeyboardEvent): void {
    const near = (event.target as Element).closest?.("form[method=post]") ?? document.querySelector("main form[method=post]");
    const button = near?.querySelector<HTMLElement>("[data-submits]");
    if (!button) return;
    event.preventDefault();
    button.click();
  }
}

customElements.define("hot-keys", HotKeys);
