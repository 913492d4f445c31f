// SPDX-License-Identifier: MIT
// The dashboard of the merge gate: keeps its sections up to date, and carries out what a person asks for.
(function () {
  const REFRESH_MILLIS = 4000;
  const MAX_PAUSE_MILLIS = 60000;
  const TIMEOUT_MILLIS = 15000;

  const content = document.getElementById("merge-gate-content");
  if (content === null) {
    return;
  }
  const connection = document.getElementById("merge-gate-connection");
  const result = document.getElementById("merge-gate-result");
  const texts = content.dataset;

  // ---- live update ----

  let shown = null;
  let timer = null;
  let looking = false;
  let failures = 0;

  function fetchWithTimeout(url, options) {
    const cut = new AbortController();
    const alarm = setTimeout(() => cut.abort(), TIMEOUT_MILLIS);
    // Nothing here is answered from elsewhere: who is sent away is to log in.
    const standard = { signal: cut.signal, cache: "no-store", credentials: "same-origin", redirect: "manual" };
    const all = Object.assign(standard, options);
    return fetch(url, all).finally(() => clearTimeout(alarm));
  }

  function later() {
    clearTimeout(timer);
    if (!document.hidden) {
      timer = setTimeout(look, Math.min(MAX_PAUSE_MILLIS, REFRESH_MILLIS * Math.pow(2, Math.min(failures, 10))));
    }
  }

  async function look() {
    clearTimeout(timer);
    if (looking) {
      return;
    }
    looking = true;
    let again = true;
    try {
      const answer = await fetchWithTimeout(texts.url + window.location.search);
      if (isLoggedOut(answer)) {
        // Asked again when the reader comes back to this page.
        again = false;
        say(connection, texts.loggedOut, "jenkins-alert-warning");
        return;
      }
      if (!answer.ok) {
        throw new Error("HTTP " + answer.status);
      }
      show(await answer.text());
      if (failures > 0) {
        say(connection, texts.back, "jenkins-alert-success");
      } else {
        say(connection, "");
      }
      failures = 0;
    } catch (e) {
      failures++;
      say(connection, texts.lost, "jenkins-alert-warning");
    } finally {
      looking = false;
      if (again) {
        later();
      }
    }
  }

  function isLoggedOut(answer) {
    return answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect";
  }

  function show(html) {
    if (html === shown) {
      return;
    }
    shown = html;
    const next = new DOMParser().parseFromString(html, "text/html").body;
    const focused = document.activeElement;
    const section = focused === null ? null : focused.closest("#merge-gate-content section");
    blend(content, next);
    if (section !== null && !focused.isConnected) {
      // What had the focus is gone: the reader stays where it was.
      const title = section.querySelector("h2") || document.querySelector("#main-panel h1");
      title.setAttribute("tabindex", "-1");
      title.focus({ preventScroll: true });
    }
  }

  // Makes the children of one element like those of another and leaves alone what is the same: so the focus, a selection,
  // an open list and the place on the page stay as they are.
  function blend(old, next) {
    const staying = new Set(Array.from(next.children, (child) => child.id));
    const known = new Map();
    for (const child of Array.from(old.children).filter((one) => one.id)) {
      if (staying.has(child.id)) {
        known.set(child.id, child);
      } else {
        child.remove();
      }
    }
    let at = old.firstChild;
    for (const wanted of Array.from(next.childNodes)) {
      let match = null;
      if (wanted.id && known.has(wanted.id)) {
        match = known.get(wanted.id);
      } else if (at !== null && isAlike(at, wanted)) {
        match = at;
      }
      if (match === null) {
        old.insertBefore(document.importNode(wanted, true), at);
        continue;
      }
      // What has no id gives way to what has one: to be moved would cost that the focus.
      while (at !== null && at !== match && !at.id) {
        at = drop(at);
      }
      if (match === at) {
        at = at.nextSibling;
      } else {
        old.insertBefore(match, at);
      }
      update(match, wanted);
    }
    while (at !== null) {
      at = drop(at);
    }
  }

  function drop(node) {
    const after = node.nextSibling;
    node.remove();
    return after;
  }

  function isAlike(one, other) {
    return one.nodeType === other.nodeType && one.nodeName === other.nodeName && !one.id && !other.id;
  }

  function update(old, next) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== next.nodeValue) {
        old.nodeValue = next.nodeValue;
      }
      return;
    }
    for (const name of old.getAttributeNames()) {
      // What the reader has opened stays open.
      if (!next.hasAttribute(name) && name !== "open" && name !== "tabindex") {
        old.removeAttribute(name);
      }
    }
    for (const name of next.getAttributeNames()) {
      if (old.getAttribute(name) !== next.getAttribute(name)) {
        old.setAttribute(name, next.getAttribute(name));
      }
    }
    blend(old, next);
  }

  // A live region: it is read out when its text changes.
  function say(region, text, style) {
    if (region.textContent === text) {
      return;
    }
    region.replaceChildren();
    if (text) {
      const box = document.createElement("div");
      box.className = "jenkins-alert " + style;
      box.textContent = text;
      region.append(box);
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      clearTimeout(timer);
    } else {
      look();
    }
  });

  // ---- actions ----

  const askDialog = document.getElementById("merge-gate-dialog");
  const reclaimDialog = document.getElementById("merge-gate-reclaim-dialog");
  let opener = null;

  function open(dialog, from) {
    opener = from.id;
    dialog.querySelector(".merge-gate-problem").textContent = "";
    dialog.querySelector("[name=reason]").value = "";
    dialog.showModal();
  }

  function giveBackFocus() {
    const from = document.getElementById(opener);
    const back = from || document.querySelector("#main-panel h1");
    if (from === null) {
      back.setAttribute("tabindex", "-1");
    }
    back.focus();
  }

  function ask(button) {
    const data = button.dataset;
    const form = askDialog.querySelector("form");
    form.setAttribute("action", texts.root + data.mergeGateAction);
    form.elements.id.disabled = data.id === undefined;
    form.elements.id.value = data.id || "";
    askDialog.querySelector("h2").textContent = data.title;
    document.getElementById("merge-gate-dialog-text").textContent = data.text;
    document.getElementById("merge-gate-dialog-submit").textContent = data.submit;
    open(askDialog, button);
  }

  async function preview(button) {
    const list = document.getElementById("merge-gate-stale");
    const submit = document.getElementById("merge-gate-reclaim-submit");
    const form = reclaimDialog.querySelector("form");
    form.setAttribute("action", texts.root + "reclaim");
    submit.disabled = true;
    list.textContent = texts.looking;
    open(reclaimDialog, button);
    try {
      const answer = await fetchWithTimeout(texts.root + "stale/api/json");
      if (!answer.ok) {
        list.textContent = await sentence(answer);
        return;
      }
      const stale = await answer.json();
      list.replaceChildren(...stale.locks.map(choice), ...stale.errors.map(line));
      if (stale.errors.length > 0) {
        list.prepend(line(texts.incomplete));
      } else if (stale.locks.length === 0) {
        list.append(line(texts.nothingStale));
      }
      submit.disabled = !stale.locks.some((lock) => lock.tier !== null);
    } catch (e) {
      list.textContent = texts.noPreview;
    }
  }

  function line(text) {
    const box = document.createElement("p");
    box.textContent = text;
    return box;
  }

  // In the words that Jenkins has for times.
  function span(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes === 0) {
      return seconds + " sec";
    }
    return minutes < 60
      ? minutes + " min " + (seconds % 60) + " sec"
      : Math.floor(minutes / 60) + " hr " + (minutes % 60) + " min";
  }

  // A lock of the preview with its box to tick; without one when it is left alone.
  function choice(lock) {
    const row = document.createElement("div");
    row.className = "merge-gate-stale";
    const id = "merge-gate-stale-" + lock.id;
    const label = document.createElement("label");
    if (lock.tier !== null) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.name = "id";
      box.value = lock.id;
      box.id = id;
      box.checked = true;
      row.append(box);
      label.htmlFor = id;
    }
    const name = document.createElement("strong");
    name.textContent = lock.resource;
    const who = document.createElement("div");
    who.textContent = lock.holder + ", " + texts.heldFor + " " + span(lock.heldSeconds);
    const why = document.createElement("div");
    why.textContent = (lock.tier === null ? texts.leftAlone : lock.tier) + ": " + lock.why;
    label.append(name, who, why);
    row.append(label);
    return row;
  }

  // What Jenkins says in plain text is for people; a page of errors is not.
  async function sentence(answer) {
    const type = answer.headers.get("Content-Type") || "";
    const text = type.startsWith("text/plain") ? (await answer.text()).trim() : "";
    return text || texts.refused;
  }

  async function send(dialog, form) {
    const problem = dialog.querySelector(".merge-gate-problem");
    const submit = form.querySelector("[type=submit]");
    problem.textContent = "";
    const fields = new URLSearchParams(new FormData(form));
    if (dialog === reclaimDialog && !fields.has("id")) {
      problem.textContent = texts.choose;
      return;
    }
    submit.disabled = true;
    try {
      const answer = await fetchWithTimeout(form.getAttribute("action"), {
        method: "POST",
        headers: window.crumb.wrap({
          "Content-Type": "application/x-www-form-urlencoded",
          Accept: "text/plain",
        }),
        body: fields,
      });
      const text = await sentence(answer);
      if (!answer.ok) {
        problem.textContent = text;
        return;
      }
      dialog.close();
      say(result, text, "jenkins-alert-success");
      look();
    } catch (e) {
      problem.textContent = texts.unreachable;
    } finally {
      submit.disabled = false;
    }
  }

  for (const dialog of [askDialog, reclaimDialog]) {
    if (dialog !== null) {
      dialog.addEventListener("close", giveBackFocus);
      dialog.querySelector("[data-merge-gate-cancel]").addEventListener("click", () => dialog.close());
      const form = dialog.querySelector("form");
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(dialog, form);
      });
    }
  }

  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-merge-gate-action]");
    const reclaim = event.target.closest("[data-merge-gate-reclaim]");
    if (action !== null) {
      ask(action);
    } else if (reclaim !== null) {
      preview(reclaim);
    }
  });

  later();
})();
