/**
 * Times left go stale while a page stands open: every minute a passed instant asks its region to
 * refresh (event "due-passed", for hx-trigger="due-passed from:document").
 */
const EVERY = 60_000;
let seen = Date.now();

window.setInterval(() => {
  const now = Date.now();
  const passed = [...document.querySelectorAll<HTMLTimeElement>(".due time")].some((time) => {
    const at = Date.parse(time.dateTime);
    return at > seen && at <= now;
  });
  seen = now;
  if (passed) document.dispatchEvent(new Event("due-passed"));
}, EVERY);
