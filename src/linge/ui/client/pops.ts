/** Panels under a button (<details class="pop">): one open at a time, Esc and a click outside close. */
function others(keep: Element | null): void {
  document.querySelectorAll<HTMLDetailsElement>("details.pop[open]").forEach((pop) => {
    if (!keep || !pop.contains(keep)) pop.open = false;
  });
}

document.addEventListener("click", (event) => others(event.target as Element));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const pop = (document.activeElement as Element | null)?.closest<HTMLDetailsElement>("details.pop[open]");
  if (!pop) return;
  pop.open = false;
  pop.querySelector("summary")?.focus();
});
