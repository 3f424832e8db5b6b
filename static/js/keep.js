// Keeps the pages that a list leads to on this device, where the server marks them as the reader's own (X-Offline: whose): they
// open without a network though nobody opened them before. The worker serves them; without it, or without this, nothing is lost.
(async () => {
  "use strict";
  const MOST = 20;
  const links = [...document.querySelectorAll("[data-keep] th a")].slice(0, MOST);
  if (!window.caches || !navigator.serviceWorker || !navigator.onLine || !links.length) return;
  await navigator.serviceWorker.ready;
  for (const { href } of links) {
    const answer = await fetch(href), owner = answer.headers.get("X-Offline");
    if (owner && answer.ok && !answer.redirected) await (await caches.open(`pages-${owner}`)).put(href, answer);
  }
  document.querySelector("[data-keep]").dataset.keep = "done";
})().catch(() => null);
