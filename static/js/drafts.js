// Drafts of reports and recommendations on this device, encrypted, one person's each; sending that is repeated until it is acknowledged.
// Nothing here is needed to send one: the form is a plain one. `data-title`: what a draft of it is called; `data-draft`: it is
// kept, on the server too where that names an address; `data-anew`: once sent, the same page writes another.
(() => {
  "use strict";
  const note = document.querySelector("[data-tray-note]");
  const user = note && note.dataset.user;
  const form = document.querySelector("form[data-title]"), isKept = form && "draft" in form.dataset;
  const word = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), note.dataset[name] || "");

  // --- rows and pictures: these two do without storage ---
  const MOST_ROWS = 20, SIDE = 1280, LIGHT = 300 * 1024;

  function addRow(box) {
    const rows = box.querySelectorAll("fieldset.one");
    if (rows.length >= MOST_ROWS) return null;
    const prefix = box.dataset.rows, row = rows[rows.length - 1].cloneNode(true);
    const from = `${prefix}-${rows.length - 1}-`, to = `${prefix}-${rows.length}-`;
    for (const each of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace(from, to));
      }
      if (each.matches("input, textarea, select")) {
        if (each.type === "checkbox") each.checked = false;
        else each.value = each.matches("select") ? each.options[0].value : "";
      }
    }
    for (const error of row.querySelectorAll(".error")) error.remove();
    const legend = row.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+/, rows.length + 1);
    box.append(row);
    return row;
  }

  async function lighter(file) {
    if (!file.type.startsWith("image/")) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      if (scale === 1 && file.size <= LIGHT) return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      for (const quality of [0.82, 0.7, 0.55]) {
        const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
        if (blob && (blob.size <= LIGHT || quality === 0.55)) {
          return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
        }
      }
    } catch {
      // What the browser cannot read goes as it is; the server says what it thinks of it.
    }
    return file;
  }

  function put(input, files) {
    const list = new DataTransfer();
    for (const file of files) list.items.add(file);
    input.files = list.files;
  }

  if (form) {
    for (const button of form.querySelectorAll("[data-add]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const row = addRow(form.querySelector(`[data-rows="${button.dataset.add}"]`));
        if (row) row.querySelector("textarea, input").focus();
        button.hidden = !row;
      });
    }
    for (const input of form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", async () => {
        put(input, await Promise.all([...input.files].map(lighter)));
        keep();
      });
    }
  }

  if (!user || !window.indexedDB || !window.crypto || !crypto.subtle) return;

  // --- the store: ciphertext by draft, one key a person that never leaves the browser's own keeping ---
  const NAME = "sat-co-so";
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("drafts");
    };
    asked.onsuccess = () => {
      // Another tab signs out: what is wiped there is not held open here.
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error);
  });

  async function store(name, mode, act) {
    const database = await opened;
    return new Promise((done, failed) => {
      const change = database.transaction(name, mode);
      const asked = act(change.objectStore(name));
      change.oncomplete = () => done(asked && asked.result);
      change.onerror = change.onabort = () => failed(change.error);
    });
  }

  async function secret() {
    const known = await store("keys", "readonly", (keys) => keys.get(user));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    // Two tabs at once: the first that wrote its key wins.
    await store("keys", "readwrite", (keys) => keys.add(made, user)).catch(() => null);
    return store("keys", "readonly", (keys) => keys.get(user));
  }

  async function write(id, draft) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(draft));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret(), text);
    await store("drafts", "readwrite", (drafts) => drafts.put({ user, iv, data, at: Date.now() }, id));
    tell();
  }

  async function read(id) {
    const kept = await store("drafts", "readonly", (drafts) => drafts.get(id));
    if (!kept || kept.user !== user) return null;
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, await secret(), kept.data);
      return { id, at: kept.at, ...JSON.parse(new TextDecoder().decode(text)) };
    } catch {
      await drop(id);
      return null;
    }
  }

  const drop = (id) => store("drafts", "readwrite", (drafts) => drafts.delete(id)).then(tell);

  async function mine() {
    const ids = await store("drafts", "readonly", (drafts) => drafts.getAllKeys());
    const found = await Promise.all(ids.filter((id) => id.startsWith(`${user}:`)).map(read));
    return found.filter(Boolean).sort((one, other) => other.at - one.at);
  }

  // --- the form and its draft ---
  const NOT_WRITTEN = ["csrfmiddlewaretoken", "nhap", "gui"];
  const idOf = (each) => `${user}:${each.elements.client_key.value}`;
  const base64 = async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  };
  const fileOf = (kept) =>
    new File([Uint8Array.from(atob(kept.data), (sign) => sign.charCodeAt(0))], kept.name, { type: kept.type });

  async function taken(state) {
    const fields = [], files = [];
    for (const [name, value] of new FormData(form)) {
      if (NOT_WRITTEN.includes(name)) continue;
      if (typeof value === "string") fields.push([name, value]);
      else if (value.size) files.push({ field: name, name: value.name, type: value.type, data: await base64(value) });
    }
    return { state, fields, files, action: form.getAttribute("action"), title: form.dataset.title };
  }

  function fill(draft) {
    const values = new Map();
    for (const [name, value] of draft.fields) values.set(name, [...(values.get(name) || []), value]);
    for (const box of form.querySelectorAll("[data-rows]")) {
      const wanted = new RegExp(`^${box.dataset.rows}-(\\d+)-`);
      const last = Math.max(-1, ...[...values.keys()].map((name) => Number((wanted.exec(name) || [0, -1])[1])));
      while (box.querySelectorAll("fieldset.one").length <= last && addRow(box));
    }
    for (const each of form.elements) {
      if (!each.name || NOT_WRITTEN.includes(each.name)) continue;
      const given = values.get(each.name) || [];
      if (each.type === "checkbox" || each.type === "radio") each.checked = given.includes(each.value);
      else if (each.type === "file") put(each, draft.files.filter((kept) => kept.field === each.name).map(fileOf));
      else if (given.length) each.value = given[0];
      const folded = each.closest("details");
      const written = each.type === "checkbox" ? each.checked : each.type === "file" ? each.files.length : given[0];
      if (folded && written && each.value !== each.defaultValue) folded.open = true;
    }
  }

  let waiting = 0, later = 0, isSending = false, writing = Promise.resolve();
  function say(text) {
    const place = form && form.querySelector("[data-saved]");
    if (place) place.textContent = text;
  }
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

  // `data-kept` on the form: what stands in it now is kept on this device.
  function keep() {
    delete form.dataset.kept;
    clearTimeout(waiting);
    waiting = setTimeout(keepNow, 600);
  }

  async function keepNow() {
    clearTimeout(waiting);
    waiting = 0;
    if (isSending || !isKept) return;
    try {
      writing = taken("draft").then((draft) => write(idOf(form), draft));
      await writing;
      if (!isSending) say(word("kept", { at: clock() }));
      if (!waiting) form.dataset.kept = "";
    } catch {
      // No room, or a browser that keeps nothing: the server's draft is left.
    }
    clearTimeout(later);
    later = setTimeout(keepOnServer, 4000);
  }

  async function keepOnServer() {
    if (isSending || !navigator.onLine || !form.dataset.draft) return;
    const body = new FormData(form);
    for (const name of ["files", "sensitive"]) body.delete(name);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: headers(), redirect: "manual" });
      if (answer.ok) say(word("saved", { at: (await answer.json()).saved_at }));
    } catch {
      // On this device it is kept already.
    }
  }

  function headers() {
    const token = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return { Accept: "application/json", "X-CSRFToken": token ? token[1] : form ? form.elements.csrfmiddlewaretoken.value : "" };
  }

  // --- sending ---
  const FIRST = 2000, LONGEST = 60000;
  const waits = new Map();

  async function send(id) {
    // One tab at a time; the server makes one report of any number of sendings anyway.
    const alone = navigator.locks ? (act) => navigator.locks.request(`send ${id}`, { ifAvailable: true }, (lock) => lock && act()) : (act) => act();
    return alone(async () => {
      const draft = await read(id);
      if (!draft || draft.state !== "sending") return null;
      const body = new FormData();
      for (const [name, value] of draft.fields) body.append(name, value);
      for (const kept of draft.files) body.append(kept.field, fileOf(kept));
      let answer, said = {};
      const patience = new AbortController(), tooLong = setTimeout(() => patience.abort(), 60000);
      try {
        answer = await fetch(draft.action, { method: "POST", body, headers: headers(), redirect: "manual", signal: patience.signal });
        if ((answer.headers.get("Content-Type") || "").includes("json")) said = await answer.json();
        else if (answer.ok) throw new Error("not an answer of ours");
      } catch {
        return again(id);
      } finally {
        clearTimeout(tooLong);
      }
      if (answer.ok) {
        await write(id, { ...draft, state: "sent", fields: [], files: [], number: said.number, url: said.url });
        return { sent: said };
      }
      if (answer.status >= 500 || answer.status === 429) return again(id);
      const state = { 409: "conflict", 422: "wrong", 401: "signin", 0: "signin" }[answer.status] || "refused";
      await write(id, { ...draft, state, said });
      return { [state]: said };
    });
  }

  function again(id) {
    const wait = Math.min(LONGEST, waits.get(id) ? waits.get(id) * 2 : FIRST);
    waits.set(id, wait);
    setTimeout(() => send(id).then((done) => done && shown(id, done)), wait);
    return { again: true };
  }

  async function sendAll() {
    for (const draft of await mine()) {
      // Who signed in again sends on.
      if (draft.state === "signin") await write(draft.id, { ...draft, state: "sending" });
      if (["sending", "signin"].includes(draft.state)) send(draft.id).then((done) => done && shown(draft.id, done));
    }
  }

  function shown(id, done) {
    if (!isKept || idOf(form) !== id) return;
    isSending = form.inert = Boolean(done.again);
    delete form.dataset.sent;
    if (done.sent) location.assign(done.sent.url);
    else if (done.again) say(word("sending"));
    else if (done.signin) location.assign(`${note.dataset.login}?next=${encodeURIComponent(form.getAttribute("action"))}`);
    else if (done.wrong) explain(word("wrong"), (done.wrong.errors || []).map((each) => [each.sentence, `id_${each.field.replace(/^id_/, "")}`]));
    else if (done.conflict) both(done.conflict);
    else explain(word("refused"), []);
  }

  function explain(title, lines) {
    const old = document.getElementById("errors");
    if (old) old.remove();
    say(""); // Nothing is on its way any more.
    const box = document.createElement("div"), head = document.createElement("h2"), list = document.createElement("ul");
    Object.assign(box, { className: "summary", id: "errors", tabIndex: -1 });
    box.setAttribute("role", "alert");
    head.textContent = title;
    for (const [sentence, target] of lines) {
      const line = document.createElement("li"), link = document.createElement(target ? "a" : "span");
      link.textContent = sentence;
      if (target) {
        link.href = `#${target}`;
        const field = document.getElementById(target), folded = field && field.closest("details");
        if (folded) folded.open = true;
      }
      line.append(link);
      list.append(line);
    }
    box.append(head, list);
    form.before(box);
    box.focus();
    return box;
  }

  function both(conflict) {
    const lines = (conflict.differences || []).map(([label, stands, sent]) => [`${label}: “${stands}” – “${sent}”`, ""]);
    const box = explain(word("conflict", { number: conflict.number }), lines), link = document.createElement("a");
    link.href = conflict.url;
    link.textContent = conflict.number;
    box.append(link);
  }

  if (isKept) {
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    document.addEventListener("visibilitychange", () => document.hidden && waiting && keepNow());
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
    form.addEventListener("submit", async (event) => {
      if (event.submitter && event.submitter.name === "nhap") return;
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      clearTimeout(waiting);
      clearTimeout(later);
      const id = idOf(form);
      try {
        // A draft that is still being kept must not come after what is sent, and make a draft of it again.
        await writing.catch(() => null);
        await write(id, await taken("sending"));
      } catch {
        // Nothing can be kept here: the form goes as a plain one.
        form.submit();
        return;
      }
      say(word("sending"));
      shown(id, (await send(id)) || { again: true });
    });
    (async () => {
      const isAnew = "anew" in form.dataset, all = await mine();
      // A page that was kept has an old key: what is written there now is another thing than what went out under it.
      if (isAnew && all.some((each) => each.id === idOf(form))) form.elements.client_key.value = crypto.randomUUID();
      const done = isAnew ? ["sent", "sending"] : ["sent"];
      const draft = all.find((each) => each.action === form.getAttribute("action") && !done.includes(each.state));
      if (!draft) return;
      // A page that the server made of what was sent keeps its own words; only the files are put back.
      const isPlain = !document.getElementById("errors");
      if (isPlain) fill(draft);
      else for (const input of form.querySelectorAll("input[type=file]")) put(input, draft.files.map(fileOf));
      say(word(draft.state === "sending" ? "sending" : "restored"));
      if (draft.state === "wrong") shown(draft.id, { wrong: draft.said });
      if (draft.state === "conflict") shown(draft.id, { conflict: draft.said });
      isSending = form.inert = draft.state === "sending";
    })().catch(() => null);
  }

  // --- the tray ---
  const channel = window.BroadcastChannel ? new BroadcastChannel(NAME) : null;
  function tell() {
    show();
    if (channel) channel.postMessage("changed");
  }
  if (channel) channel.onmessage = show;

  async function show() {
    const drafts = await mine(), sending = drafts.filter((draft) => draft.state === "sending");
    const open = drafts.filter((draft) => !["sent", "sending"].includes(draft.state));
    const sent = drafts.filter((draft) => draft.state === "sent");
    const parts = [];
    if (sending.length) parts.push(word("sending"));
    if (open.length) parts.push(word("unsent", { count: open.length }));
    if (sent.length) parts.push(word("sent", { number: sent[0].number }));
    note.querySelector("a").textContent = parts.join(" · ");
    note.hidden = !parts.length;
    const tray = document.querySelector("[data-tray]");
    if (tray) list(tray, drafts);
  }

  function list(tray, drafts) {
    tray.hidden = !drafts.length;
    const lines = drafts.map((draft) => {
      const line = document.createElement("li"), link = document.createElement("a"), button = document.createElement("button");
      link.href = draft.url || draft.action;
      link.textContent = draft.title || draft.action;
      const state = draft.state === "sent" ? word("sent", { number: draft.number }) : word(draft.state);
      Object.assign(button, { type: "button", className: "linklike", textContent: word(draft.state === "sent" ? "hide" : "discard") });
      button.addEventListener("click", () => drop(draft.id));
      line.append(link, ` – ${state} `, button);
      return line;
    });
    tray.querySelector("ul").replaceChildren(...lines);
  }

  // --- the ends: a report that is seen as sent leaves the tray the next day; signing out wipes all ---
  const DAY = 24 * 3600 * 1000;
  document.addEventListener("submit", async (event) => {
    const leaving = event.target.closest('form[action$="/dang-xuat/"]');
    if (!leaving || leaving.dataset.wiped) return;
    event.preventDefault();
    const unsent = (await mine().catch(() => [])).filter((draft) => draft.state !== "sent");
    if (unsent.length && !confirm(word("leaving", { count: unsent.length }))) {
      delete leaving.dataset.sent;
      return;
    }
    await opened.then((database) => database.close(), () => null);
    indexedDB.deleteDatabase(NAME);
    if (window.caches) for (const name of await caches.keys()) await caches.delete(name);
    leaving.dataset.wiped = "yes";
    leaving.submit();
  });

  (async () => {
    for (const draft of await mine()) if (draft.state === "sent" && Date.now() - draft.at > DAY) await drop(draft.id);
    await show();
    await sendAll();
  })().catch(() => null);
  window.addEventListener("online", () => {
    waits.clear();
    sendAll();
  });
  if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => null);
})();
