/** Where attention belongs: the first error of a refused form, the row after a swap. */
function toFirstError(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus]")?.focus();
}

document.addEventListener("DOMContentLoaded", () => toFirstError(document));
document.addEventListener("htmx:afterSwap", (event) => toFirstError((event as CustomEvent<{ target: HTMLElement }>).detail.target));

/** Enter goes to the next field; in words it breaks the line with Shift; buttons and lists keep theirs. */
document.addEventListener("keydown", (event) => {
  const field = event.target as HTMLElement;
  if (event.key !== "Enter" || event.ctrlKey || event.isComposing || !field.closest?.(".form .fields")) return;
  if (!(field instanceof HTMLInputElement) || ["checkbox", "radio", "file"].includes(field.type)) return;
  const form = field.closest("form");
  const all = [...(form?.querySelectorAll<HTMLElement>("input:not([type=hidden]):not([hidden]), select:not([hidden]), textarea, [data-submits]") ?? [])];
  const next = all[all.indexOf(field) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
