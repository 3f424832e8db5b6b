// Keeps the look of the product, and of its pages only those that the server marks as the reader's own (X-Offline: whose).
"use strict";
const SHELL = [{% for each in shell %}"{{ each }}", {% endfor %}"{% url 'offline' %}"];
const LOOK = "look-{% for each in shell %}{{ each|slice:'-12:' }}{% endfor %}".replace(/[^\w-]/g, "");
const PAGES = "pages-";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(LOOK).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("look-") && name !== LOOK) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (SHELL.includes(url.pathname)) event.respondWith(look(request, url));
  else if (request.mode === "navigate") event.respondWith(page(request));
});

async function look(request, url) {
  try {
    const answer = await fetch(request);
    if (answer.ok) (await caches.open(LOOK)).put(url.pathname, answer.clone());
    return answer;
  } catch {
    return (await caches.match(url.pathname)) || Response.error();
  }
}

async function page(request) {
  try {
    const answer = await fetch(request);
    const owner = answer.headers.get("X-Offline");
    if (owner) await forget(owner);
    // Nobody is signed in any more: what was kept for somebody is not shown to the next.
    if (answer.redirected && new URL(answer.url).pathname.endsWith("/dang-nhap/")) await forget("");
    if (owner && answer.ok && !answer.redirected) (await caches.open(PAGES + owner)).put(request.url, answer.clone());
    return answer;
  } catch {
    return (await kept(request)) || (await caches.match("{% url 'offline' %}")) || Response.error();
  }
}

async function kept(request) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const found = await (await caches.open(name)).match(request.url);
    if (found) return found;
  }
  return null;
}

async function forget(owner) {
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== PAGES + owner) await caches.delete(name);
}
