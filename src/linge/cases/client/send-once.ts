/** Forms marked data-once say that they are being sent, and a second press sends nothing more. */
const WORDS = { zh: "正在提交…", en: "Sending…" };

function settle(form: HTMLFormElement, sending: boolean): void {
  const button = form.querySelector<HTMLButtonElement>("[data-submits]");
  form.dataset.sending = sending ? "" : undefined;
  if (!sending) delete form.dataset.sending;
  if (!button) return;
  button.dataset.words ??= button.innerHTML;
  button.setAttribute("aria-disabled", String(sending));
  if (sending) button.textContent = document.documentElement.lang === "en" ? WORDS.en : WORDS.zh;
  else button.innerHTML = button.dataset.words;
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (form.dataset.once === undefined) return;
  if (form.dataset.sending !== undefined) return event.preventDefault();
  settle(form, true);
});

/** A page that comes back from the browser's memory can be sent again. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll<HTMLFormElement>("form[data-once]").forEach((form) => settle(form, false));
});
