/** The wall: number keys change the view, Esc leaves, the clock runs, figures come in without flicker. */
import "../../ui/static/ui/tokens.css";
import "../../ui/client/htmx.ts";
import "../../ui/styles/screen.scss";
import "./wall-clock.ts";

document.addEventListener("keydown", (event) => {
  const away = document.querySelector<HTMLElement>("[data-leave]")?.dataset.leave;
  if (event.key === "Escape" && away) location.assign(away);
  if (/^[1-6]$/.test(event.key)) document.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click();
});
