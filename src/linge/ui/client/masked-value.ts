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

/** The reveal's answer is a <clear-value data-value> in the dialog: it moves to where it was asked. */
export class ClearValue extends HTMLElement {
  connectedCallback(): void {
    const value = this.dataset.value ?? "";
    delete this.dataset.value;
    MaskedValue.asked?.reveal(value);
    document.dispatchEvent(new Event("dialog-done"));
    this.remove();
  }
}

customElements.define("masked-value", MaskedValue);
customElements.define("clear-value", ClearValue);
