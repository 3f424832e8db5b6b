// A score sheet: Enter and the arrows go from row to row, a row that is left is saved by itself. Without this the page has one button.
(() => {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const value = (row) => row.querySelector("input[name$='-value']");
  const state = (row) => 
    JSON.stringify(
      [...row.querySelectorAll("input:not([type=hidden])")].map((each) => (each.type === "checkbox" ? each.checked : each.value)),
    );
  const total = document.querySelector("[data-total]");
  const band = document.querySelector("[data-band]");
  const known = new Map(rows.map((row) => [row, state(row)]));

  function show(row, words, kind) {
    const place = row.querySelector(".saved");
    place.textContent = words;
    place.className = `small saved ${kind}`;
  }

  // One after the other: a row that is left twice at once would be its own conflict, and the last total is the one that stands.
  let queue = Promise.resolve();
  function save(row) {
    const now = state(row);
    if (known.get(row) === now) return;
    known.set(row, now);
    queue = queue.then(() => send(row));
  }

  async function send(row) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("row", row.dataset.row);
    row.querySelectorAll("input").forEach((each) => {
      if (each.type !== "checkbox" || each.checked) data.set(each.name, each.value);
    });
    try {
      const answer = await fetch(form.dataset.sheet, { method: "POST", body: data, credentials: "same-origin" });
      const said = await answer.json();
      row.querySelector("input[name$='-version']").value = said.version;
      // What somebody else saved is not overwritten by merely leaving the row again: only by another value, or Enter.
      if (answer.status === 409) said.words += `; ${form.dataset.again}`;
      else if (answer.status !== 200) known.delete(row);
      show(row, said.words, answer.status === 200 ? "ok" : "error");
      total.textContent = said.total;
      if (band) band.textContent = said.band;
    } catch {
      known.delete(row);
      show(row, form.dataset.lost, "error");
    }
  }

  rows.forEach((row, at) => {
    row.addEventListener("focusout", (event) => {
      if (!row.contains(event.relatedTarget)) save(row);
    });
    row.addEventListener("keydown", (event) => {
      const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey || event.target.type === "checkbox") return;
      event.preventDefault();
      if (event.key === "Enter" && row.querySelector(".saved.error")) known.delete(row);
      const next = rows[at + step];
      if (next) {
        value(next).focus();
        value(next).select();
      } else {
        save(row);
      }
    });
  });
})();
