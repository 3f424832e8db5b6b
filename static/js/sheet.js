// A score sheet: Enter and the arrows go from row to row, a row that is left and a veto that is ticked are saved by themselves.
// Without this the page has one button.
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

  async function post(data) {
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(form.dataset.sheet, { method: "POST", body: data, credentials: "same-origin" });
    const said = await answer.json();
    total.textContent = said.total;
    if (band) band.textContent = said.band;
    return { said, status: answer.status };
  }

  async function send(row) {
    const data = new FormData();
    data.set("row", row.dataset.row);
    row.querySelectorAll("input").forEach((each) => {
      if (each.type !== "checkbox" || each.checked) data.set(each.name, each.value);
    });
    try {
      const { said, status } = await post(data);
      row.querySelector("input[name$='-version']").value = said.version;
      // What somebody else saved is not overwritten by merely leaving the row again: only by another value, or Enter.
      if (status === 409) said.words += `; ${form.dataset.again}`;
      else if (status !== 200) known.delete(row);
      show(row, said.words, status === 200 ? "ok" : "error");
    } catch {
      known.delete(row);
      show(row, form.dataset.lost, "error");
    }
  }

  // A veto: what stood on the page goes along, so that what somebody else said meanwhile is shown and stands.
  const seen = (place) => place.querySelector("[name=veto_seen]");
  function stand(place, applies) {
    const box = place.querySelector("[name=veto]");
    box.checked = applies;
    if (seen(place)) seen(place).remove();
    if (applies) box.after(Object.assign(document.createElement("input"), { type: "hidden", name: "veto_seen", value: box.value }));
  }

  async function tell(place) {
    const data = new FormData();
    data.set("quy-dinh", place.dataset.veto);
    if (place.querySelector("[name=veto]").checked) data.set("ap-dung", "1");
    if (seen(place)) data.set("da-thay", "1");
    try {
      const { said, status } = await post(data);
      stand(place, said.applies);
      show(place, said.words, status === 200 ? "ok" : "error");
    } catch {
      show(place, form.dataset.lost, "error");
    }
  }

  form.querySelectorAll("[data-veto]").forEach((place) => {
    place.addEventListener("change", () => {
      queue = queue.then(() => tell(place));
    });
  });

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
