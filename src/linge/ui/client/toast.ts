/**
 * <toast-line>: one line about a finished deed. Leaves after 5 s, after 30 s when it offers a way
 * back; waits while pointed at or focused. The event "toast" on the document adds one.
 */
const SHORT = 5_000;
const LONG = 30_000;

interface Told {
  message: string;
  kind?: string;
  undo?: string;
}

export class ToastLine extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-closes]")) this.remove();
    });
    this.addEventListener("pointerenter", () => this.#wait());
    this.addEventListener("pointerleave", () => this.#start());
    this.addEventListener("focusin", () => this.#wait());
    this.addEventListener("focusout", () => this.#start());
    this.#start();
  }

  disconnectedCallback(): void {
    this.#wait();
  }

  #start(): void {
    this.#wait();
    this.#timer = window.setTimeout(() => this.remove(), this.dataset.undo ? LONG : SHORT);
  }

  #wait(): void {
    window.clearTimeout(this.#timer);
  }
}

function button(words: string, name: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.className = name;
  made.textContent = words;
  return made;
}

function wayBack(address: string): HTMLFormElement {
  const english = document.documentElement.lang === "en";
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = (JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>)["X-CSRFToken"] ?? "";
  form.append(token, button(english ? "Undo" : "撤销", "toast-undo"));
  return form;
}

function show({ message, kind = "success", undo = "" }: Told): void {
  const line = document.createElement("toast-line");
  line.className = `toast toast-${kind}`;
  const words = document.createElement("span");
  words.className = "toast-words";
  words.textContent = message;
  line.append(words);
  if (undo) {
    line.dataset.undo = undo;
    line.append(wayBack(undo));
  }
  const close = button("×", "toast-close");
  close.type = "button";
  close.dataset.closes = "";
  close.setAttribute("aria-label", document.documentElement.lang === "en" ? "Close" : "关闭");
  line.append(close);
  document.getElementById("toasts")?.append(line);
}

document.addEventListener("toast", (event) => {
  const { detail } = event as CustomEvent<Told>;
  if (detail?.message) show(detail);
});

customElements.define("toast-line", ToastLine);
