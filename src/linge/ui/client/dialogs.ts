/**
 * <pop-dialog> and <page-drawer>: both hold one <dialog>. Where the browser has no showModal
 * (Safari before 15.4) the dialog opens as a plain region and focus goes to it.
 */
import htmx from "./htmx.ts";

function open(dialog: HTMLDialogElement): void {
  if (dialog.open) return;
  if (typeof dialog.showModal === "function") dialog.showModal();
  else dialog.setAttribute("open", "");
}

function close(dialog: HTMLDialogElement): void {
  if (typeof dialog.close === "function") dialog.close();
  else dialog.removeAttribute("open");
}

/** Focus returns to what opened the dialog, also after the page around it was swapped. */
abstract class Holder extends HTMLElement {
  #opener: Element | null = null;

  get dialog(): HTMLDialogElement {
    return this.querySelector("dialog") as HTMLDialogElement;
  }

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const target = event.target as Element;
      if (target === this.dialog || target.closest("[data-closes]")) {
        event.preventDefault();
        this.hide();
      }
    });
    this.dialog.addEventListener("close", () => this.#goBack());
  }

  show(): void {
    this.#opener = document.activeElement;
    open(this.dialog);
  }

  hide(): void {
    close(this.dialog);
  }

  #goBack(): void {
    if (this.#opener instanceof HTMLElement && this.#opener.isConnected) this.#opener.focus();
  }
}

export class PopDialog extends Holder {
  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("click", (event) => {
      const opener = (event.target as Element).closest(`[data-opens="${this.dialog.id}"]`);
      if (opener) this.show();
    });
    document.addEventListener("htmx:afterSwap", (event) => {
      const { target } = (event as CustomEvent<{ target: Element }>).detail;
      if (this.contains(target) && target.innerHTML.trim()) this.show();
    });
    document.addEventListener("dialog-done", () => this.hide());
  }
}

export class PageDrawer extends Holder {
  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("click", (event) => this.#maybe(event));
  }

  #maybe(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-drawer]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || elsewhere || event.button !== 0 || window.innerWidth < 1024) return;
    event.preventDefault();
    void this.load(link.href);
  }

  async load(address: string): Promise<void> {
    const body = this.querySelector<HTMLElement>(".drawer-body");
    if (!body) return;
    this.querySelector("[data-full]")?.setAttribute("href", address);
    await htmx.ajax("get", address, { target: body, swap: "innerHTML", select: "#page" });
    const page = body.querySelector("#page");
    page?.removeAttribute("id");
    this.show();
    body.scrollTop = 0;
  }
}

customElements.define("pop-dialog", PopDialog);
customElements.define("page-drawer", PageDrawer);
