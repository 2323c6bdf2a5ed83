/** Fields of a day (data-date) get their calendar when they are first entered. */
const given = new WeakSet<HTMLInputElement>();

document.addEventListener("focusin", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.matches("[data-date]") || given.has(input)) return;
  given.add(input);
  void import("./calendar.ts").then((calendar) => {
    if (document.activeElement === input) calendar.open(input);
    else given.delete(input);
  });
});
