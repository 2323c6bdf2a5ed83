/** The service worker, and its change to a new version: only while nothing waits to be sent. */

import { unsent } from "./outbox";

/** Register the worker. A new version takes over at the start or while nobody looks. */
export async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const known = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (known) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/" });
  const update = (): void => {
    if (unsent.value === 0) registration.waiting?.postMessage("take-over");
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) update();
  });
  update();
}
