/** <menu-fold>: folds the desk's menu to its icons and remembers it in a cookie, so the server draws it so. */
const A_YEAR = 365 * 24 * 3600;

export class MenuFold extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => this.#turn());
  }

  #turn(): void {
    const menu = this.closest(".menu");
    if (!menu) return;
    const folded = menu.classList.toggle("is-folded");
    this.querySelector("button")?.setAttribute("aria-expanded", String(!folded));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `linge_menu=${folded ? "folded" : "open"}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax${secure}`;
  }
}

customElements.define("menu-fold", MenuFold);

/** On narrow windows the menu lies over the page; its button, Esc and a click beside it close it. */
function turn(button: Element, open: boolean): void {
  button.setAttribute("aria-expanded", String(open));
  document.getElementById(button.getAttribute("data-toggles") ?? "")?.classList.toggle("is-open", open);
}

document.addEventListener("click", (event) => {
  const target = event.target as Element;
  const button = document.querySelector("[data-toggles=menu]");
  if (!button) return;
  if (button.contains(target)) turn(button, button.getAttribute("aria-expanded") !== "true");
  else if (!target.closest("#menu")) turn(button, false);
});

document.addEventListener("keydown", (event) => {
  const button = document.querySelector("[data-toggles=menu]");
  if (event.key === "Escape" && button) turn(button, false);
});
