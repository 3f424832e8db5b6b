// One key where two (Alt and the access key) would do as well: N accepts, T opens the reason, B leaves it for later.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    const reason = target.closest("details")?.querySelector("textarea");
    if (reason && target.closest("details").open) reason.focus();
  });
})();
