/** <masked-value>: a revealed value goes back under its mask after 60 s. */
const SHOWN_FOR = 60_000;

export class MaskedValue extends HTMLElement {
  #masked = "";
  #timer = 0;

  connectedCallback(): void {
    this.#masked = this.innerHTML;
    this.addEventListener("click", () => MaskedValue.asked = this);
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.#timer);
  }

  reveal(clear: string): void {
    const value = this.querySelector(".masked-value");
    if (!value) return;
    value.textContent = clear;
    value.classList.add("is-clear");
    this.querySelector(".masked-open")?.remove();
    this.#timer = window.setTimeout(() => { this.innerHTML = this.#masked; }, SHOWN_FOR);
  }

  /** The one whose 查看 was pressed last: the dialog's answer belongs to it. */
  static asked: MaskedValue | null = null;
}

/** The reveal's answer (.revealed, in the dialog) moves to where it was asked for, else it hides there. */
function take(answer: HTMLElement): void {
  const region = answer.closest("#reveal") ?? answer;
  if (MaskedValue.asked?.isConnected) {
    MaskedValue.asked.reveal(answer.textContent ?? "");
    region.remove();
    document.dispatchEvent(new Event("dialog-done"));
  } else window.setTimeout(() => region.remove(), SHOWN_FOR);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = (event as CustomEvent<{ target: Element }>).detail;
  const answer = target.querySelector<HTMLElement>(".revealed");
  if (answer) take(answer);
});

customElements.define("masked-value", MaskedValue);
