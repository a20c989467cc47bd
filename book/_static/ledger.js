// The ledger: search, sort and filter the table that is there anyway, a page of it at a time; the address
// remembers how.
(function () {
  "use strict";
  const place = document.getElementById("ore-ledger");
  const table = place.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent.trim());
  const PAGE = 200;
  const FILTERS = {theme: "Theme", commodity: "Commodity", speaker: "Who says so", verdict: "Verdict", year: "Year"};
  const collator = new Intl.Collator("en", {numeric: true});
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const cell = (row, name) => row.cells[names.indexOf(name)].textContent.replace(/^[●◉◐◷✕○·]\s*/, "").trim();
  const words = new Map(rows.map((row) => [row, plain(row.textContent)]));
  const parts = (name, text) => (name === "Theme" || name === "Commodity" ? text.split(", ") : [text]);

  const form = document.createElement("form");
  form.className = "ore-filters";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Filter the claims");
  const controls = {};

  function control(key, label, element) {
    const wrap = document.createElement("label");
    wrap.textContent = label;
    element.name = key;
    wrap.append(element);
    form.append(wrap);
    controls[key] = element;
  }

  const search = document.createElement("input");
  search.type = "search";
  search.autocomplete = "off";
  control("q", "Search", search);
  for (const [key, name] of Object.entries(FILTERS)) {
    const select = document.createElement("select");
    const values = new Set(rows.flatMap((row) => parts(name, cell(row, name))));
    for (const value of ["", ...[...values].filter(Boolean).sort(collator.compare)]) {
      select.append(new Option(value || "all", value));
    }
    control(key, name, select);
  }
  const clear = document.createElement("button");
  clear.type = "reset";
  clear.textContent = "Clear";
  form.append(clear);
  const count = document.createElement("p");
  count.className = "ore-count";
  count.setAttribute("aria-live", "polite");
  // On a phone the controls are folded until they are wanted.
  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = "Search, filter";
  fold.className = "ore-fold";
  fold.append(summary, form);
  fold.open = matchMedia("(min-width: 600px)").matches || location.hash.length > 1;
  const turn = document.createElement("nav");
  turn.className = "ore-turn";
  turn.setAttribute("aria-label", "Pages of the table");
  const [before, where, after] = ["button", "span", "button"].map((tag) => document.createElement(tag));
  before.textContent = "Previous";
  after.textContent = "Next";
  before.type = after.type = "button";
  turn.append(before, where, after);
  place.prepend(fold, count);
  place.append(turn);
  let page = 0;
  for (const [button, step] of [[before, -1], [after, 1]]) {
    button.addEventListener("click", () => { page += step; apply(); remember(); place.scrollIntoView(); });
  }

  let sorted = "";
  function sortBy(name, down) {
    const at = names.indexOf(name);
    if (at < 0) return;
    sorted = name + (down ? ":down" : "");
    heads.forEach((head, i) => (i === at ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    const text = new Map(rows.map((row) => [row, cell(row, name)]));
    // Empty cells last, whichever way.
    body.append(...[...rows].sort((a, b) => {
      const [x, y] = [text.get(a), text.get(b)];
      return (x === "") - (y === "") || (down ? -1 : 1) * collator.compare(x, y);
    }));
  }
  heads.forEach((head, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = names[i];
    button.addEventListener("click", () => {
      sortBy(names[i], head.getAttribute("aria-sort") === "ascending");
      page = 0;
      apply();
      remember();
    });
    head.replaceChildren(button);
  });

  function apply() {
    const wanted = plain(search.value).split(/\s+/).filter(Boolean);
    const left = [...body.rows].filter((row) => wanted.every((word) => words.get(row).includes(word)) &&
      Object.entries(FILTERS).every(([key, name]) => !controls[key].value || parts(name, cell(row, name)).includes(controls[key].value)));
    const last = Math.max(0, Math.ceil(left.length / PAGE) - 1);
    page = Math.min(Math.max(page, 0), last);
    const shown = new Set(left.slice(page * PAGE, (page + 1) * PAGE));
    for (const row of rows) row.hidden = !shown.has(row);
    count.textContent = left.length === rows.length ? `${left.length} claims` : `${left.length} of ${rows.length} claims`;
    where.textContent = ` Page ${page + 1} of ${last + 1} `;
    turn.hidden = last === 0;
    before.disabled = page === 0;
    after.disabled = page === last;
  }

  function remember() {
    const state = new URLSearchParams();
    for (const [key, element] of Object.entries(controls)) if (element.value) state.set(key, element.value);
    if (sorted) state.set("sort", sorted);
    if (page) state.set("page", page + 1);
    const text = String(state);
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1) || location.search);
    for (const [key, element] of Object.entries(controls)) element.value = state.get(key) || "";
    const [name, down] = (state.get("sort") || "").split(":");
    if (name) sortBy(name, down === "down");
    page = (Number(state.get("page")) || 1) - 1;
    apply();
  }

  form.addEventListener("input", () => { page = 0; apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { page = 0; apply(); remember(); }));
  window.addEventListener("hashchange", recall);
  recall();
})();
