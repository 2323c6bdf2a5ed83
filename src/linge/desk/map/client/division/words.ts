/** The page's words for what happens: written by the server in the reader's language, filled in here. */
export class Words {
  readonly #of = new Map<string, string>();

  constructor(root: HTMLElement) {
    root.querySelectorAll<HTMLElement>("[data-word]").forEach((one) => {
      this.#of.set(one.dataset["word"] ?? "", one.textContent?.trim() ?? "");
    });
  }

  say(word: string, facts: Record<string, string | number> = {}): string {
    return (this.#of.get(word) ?? word).replace(/\{(\w+)\}/g, (_all, name: string) => String(facts[name] ?? ""));
  }
}

/** A moment as people say it today: the hour, and the day where it was another one. */
export function told(moment: string, now = new Date()): string {
  const at = new Date(moment);
  const hour = { hour: "2-digit", minute: "2-digit" } as const;
  const day = at.toDateString() === now.toDateString() ? {} : { month: "numeric", day: "numeric" } as const;
  return at.toLocaleString(document.documentElement.lang === "en" ? "en-GB" : "zh-CN", { ...day, ...hour });
}

/** How a number changed: +12, −3, nothing where it did not. */
export function change(by: number): string {
  return by ? `${by > 0 ? "+" : "−"}${Math.abs(by)}` : "";
}
