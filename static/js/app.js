// Nothing here is needed to do the work: every page is a plain GET or POST. This adds a key, a focus and a question less.
(() => {
  "use strict";

  // "/" goes to the search box, unless one is writing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // What went wrong is read first.
  const summary = document.getElementById("errors");
  if (summary) summary.focus();

  // A menu closes when one leaves it or presses Escape.
  for (const menu of document.querySelectorAll("details.account")) {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;

  // A block that takes its time comes after the page; without this its link leads there.
  for (const box of document.querySelectorAll("[data-load]")) {
    fetch(box.dataset.load)
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then((text) => {
        const found = new DOMParser().parseFromString(text, "text/html").body.children;
        if (found.length) box.replaceChildren(...found);
      })
      .catch(() => {});
  }

  // A form is sent once, however often one presses.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
