// SPDX-License-Identifier: Apache-2.0
// Small comforts. Every page works without them.
(() => {
  // "g" then a letter opens a main page; "j"/"k" move through a worklist; "?" shows the keys.
  const go = { d: "desk", r: "register", c: "common-register", n: "navigator", s: "states", t: "texts" };
  let waiting = false;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...document.querySelectorAll("[data-row] a.row-link")];
    if (waiting && go[event.key]) document.querySelector(`[data-go="${go[event.key]}"]`)?.click();
    waiting = event.key === "g";
    if ((event.key === "j" || event.key === "k") && rows.length) {
      const at = rows.indexOf(document.activeElement);
      rows[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), rows.length - 1)].focus();
    }
  });
  // A form left with unsaved text asks before the page goes.
  for (const form of document.querySelectorAll("form[data-guard]")) {
    let dirty = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", () => { dirty = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }
  // Uploads show how far they are; without script the browser's own progress is there.
  for (const form of document.querySelectorAll("form[data-upload]")) {
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]").files[0];
      const bar = form.querySelector("progress");
      if (!file || !bar) return;
      event.preventDefault();
      bar.hidden = false;
      const request = new XMLHttpRequest();
      request.upload.onprogress = (e) => { bar.max = e.total; bar.value = e.loaded; };
      request.onload = () => {
        if (request.status === 200 && request.responseURL) window.location.assign(request.responseURL);
        else { document.open(); document.write(request.responseText); document.close(); }
      };
      request.open("POST", form.action);
      request.send(new FormData(form));
    });
  }
  // What goes on shows how far it is; without script the page asks for itself anew.
  const follow = async () => {
    const part = document.querySelector("[data-refresh]");
    if (!part) return;
    const answer = await fetch(window.location.href).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (!fresh || !("refresh" in fresh.dataset)) { window.location.reload(); return; }
      part.replaceChildren(...fresh.childNodes);
    }
    setTimeout(follow, 2000);
  };
  setTimeout(follow, 2000);
  for (const select of document.querySelectorAll("select[data-submit]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
})();
