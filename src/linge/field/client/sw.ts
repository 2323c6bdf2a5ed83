/** The service worker of the phone app: the shell and its files stay on the phone.
 *
 * Pages of the face come from the house first and from the phone when there is no network. Files
 * come from the phone; a new version waits until the page says that its outbox is empty.
 */

declare const self: ServiceWorkerGlobalScope;

const VERSION = "__VERSION__";
const FILES = "__FILES__".split(" ");
const SHELL = "/field/";
const BESIDE = ["/static/ui/tokens.css", "/static/ui/icons.svg", "/static/ui/logo.svg"];
const KEEP = `linge-field-${VERSION}`;
const PHOTOS = "linge-field-photos";
const PHOTO = /^\/api\/v1\/cases\/[^/]+\/photos\//;
const MOST_PHOTOS = 200;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEEP).then((cache) => cache.addAll([...FILES, ...BESIDE])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(shell(request));
  else if (PHOTO.test(url.pathname)) event.respondWith(photo(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

async function forgetOlder(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("linge-field-") && ![KEEP, PHOTOS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The shell as the house gives it now; the kept one when it doesn't answer in time. */
async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(KEEP);
  const kept = await cache.match(SHELL);
  try {
    const fresh = await (kept ? Promise.race([fetch(request), tooLong()]) : fetch(request));
    if (fresh.ok && !fresh.redirected) await cache.put(SHELL, fresh.clone());
    return fresh.status >= 500 && kept ? kept : fresh;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

function tooLong(): Promise<never> {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error("slow")), PATIENCE));
}

async function file(request: Request): Promise<Response> {
  const cache = await caches.open(KEEP);
  return (await cache.match(request)) ?? fetch(request);
}

/** A photo never changes: once seen it stays, as long as there is room. */
async function photo(request: Request): Promise<Response> {
  const cache = await caches.open(PHOTOS);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    await cache.put(request, fresh.clone());
    const keys = await cache.keys();
    await Promise.all(keys.slice(0, -MOST_PHOTOS).map((key) => cache.delete(key)));
  }
  return fresh;
}

export {};
