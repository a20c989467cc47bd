// The ledger: search, sort and filter the table that is there anyway; the address remembers how.
(function () {
  "use strict";
  const place = document.getElementById("ore-ledger");
  const table = place.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent.trim());
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
  place.prepend(form, count);

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
      remember();
    });
    head.replaceChildren(button);
  });

  function apply() {
    const wanted = plain(search.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const fits = wanted.every((word) => words.get(row).includes(word)) && Object.entries(FILTERS).every(
        ([key, name]) => !controls[key].value || parts(name, cell(row, name)).includes(controls[key].value));
      row.hidden = !fits;
      left += fits;
    }
    count.textContent = left === rows.length ? `${left} claims` : `${left} of ${rows.length} claims`;
  }

  function remember() {
    const state = new URLSearchParams();
    for (const [key, element] of Object.entries(controls)) if (element.value) state.set(key, element.value);
    if (sorted) state.set("sort", sorted);
    const text = String(state);
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  }

  function recall() {
    const state = new URLSearchParams(location.hash.slice(1) || location.search);
    for (const [key, element] of Object.entries(controls)) element.value = state.get(key) || "";
    const [name, down] = (state.get("sort") || "").split(":");
    if (name) sortBy(name, down === "down");
    apply();
  }

  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  window.addEventListener("hashchange", recall);
  recall();
})();
