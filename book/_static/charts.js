// Pages with charts: draw each over its picture when it comes near, offer its files.
(function () {
  "use strict";
  const INK = "#23272c";

  window.oreCharts = window.oreCharts || {};

  // A specification is loaded once, as a script: pages opened from files may load nothing else.
  function load(figure) {
    const {name, src} = figure.querySelector(".chart-spec").dataset;
    if (Object.hasOwn(window.oreCharts, name)) return Promise.resolve(name);
    if (!figure.oreLoaded) {
      figure.oreLoaded = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = src;
        script.onload = () => resolve(name);
        script.onerror = reject;
        document.head.append(script);
      });
    }
    return figure.oreLoaded;
  }

  async function specOf(figure) {
    return structuredClone(window.oreCharts[await load(figure)]);
  }

  function embed(place, spec, width, options) {
    const {fluid} = spec.usermeta.orebook;
    if (fluid) spec.width = Math.max(width, 200); // measured here, once the page is laid out, not by Vega
    if (width < 520) { // on a phone, letters keep their size and give way in number
      const {axis, axisX, axisXQuantitative, axisXTemporal, legend} = spec.config;
      axis.labelLimit = 104;
      axisXQuantitative.tickCount = axisXTemporal.tickCount = 4;
      axisX.titleAnchor = "end";
      legend.labelLimit = 130;
      legend.columns = width < 400 ? 2 : 3;
    }
    return window.oreVega.embed(place, spec, {mode: "vega-lite", logLevel: 1, actions: false, renderer: "svg", defaultStyle: false, ...options});
  }

  function tooltip(tip) {
    return (handler, event, item, value) => {
      tip.replaceChildren();
      if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
      const pairs = typeof value === "object" ? Object.entries(value) : [["", value]];
      for (const [name, text] of pairs) {
        const line = document.createElement("div");
        for (const part of name ? [name, text] : [text]) {
          const span = document.createElement("span");
          span.textContent = part; // as text: labels may come from an article
          line.append(span);
        }
        tip.append(line);
      }
      tip.hidden = false;
      const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
      const top = event.clientY + 18 + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : event.clientY + 18;
      tip.style.left = `${Math.max(8, left)}px`;
      tip.style.top = `${top}px`;
    };
  }

  const tip = document.createElement("div");
  tip.className = "ore-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true"); // the table under the chart says the same
  document.body.append(tip);

  async function draw(figure) {
    const box = figure.querySelector(".chart");
    const place = figure.querySelector(".chart-view");
    const spec = await specOf(figure);
    delete spec.title; // it stands in the page
    const live = document.createElement("div");
    live.className = "chart-live";
    live.setAttribute("aria-hidden", "true"); // its container has the description
    const controls = document.createElement("form");
    controls.className = "vega-bindings";
    controls.addEventListener("submit", (event) => event.preventDefault());
    place.append(live);
    box.append(controls);
    const {view} = await embed(live, spec, place.clientWidth, {bind: controls, tooltip: tooltip(tip)});
    place.style.height = "auto";
    box.classList.add("drawn");
    for (const legend of live.querySelectorAll(".role-legend")) { // it begins at the plot, which may be narrow
      const over = legend.getBoundingClientRect().right - live.getBoundingClientRect().right;
      if (over > 0) legend.style.transform = `translateX(${-over}px)`;
    }
    figure.oreView = view;
    if (!spec.usermeta.orebook.fluid) return;
    let drawn = spec.width;
    new ResizeObserver(() => {
      const width = place.clientWidth;
      if (!width || width === drawn) return;
      drawn = width;
      view.width(Math.max(width, 200)).runAsync();
    }).observe(place);
  }

  // Files ----------------------------------------------------------------------------------------
  function csvTexts(node, found) {
    if (Array.isArray(node)) node.forEach((item) => csvTexts(item, found));
    else if (node && typeof node === "object") {
      if (typeof node.values === "string") found.push(node.values);
      Object.values(node).forEach((value) => csvTexts(value, found));
    }
    return found;
  }

  function parseCsv(text) {
    const rows = [[]];
    const cell = /("(?:[^"]|"")*"|[^",\n]*)(,|\n|$)/g;
    let match;
    while ((match = cell.exec(text)) && match.index < text.length) {
      const raw = match[1];
      rows[rows.length - 1].push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
      if (match[2] === "\n") rows.push([]);
    }
    return rows.filter((row) => row.length);
  }

  // A spreadsheet must not take an article's words for a formula.
  function writeCsv(rows) {
    const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? "'" + text : text);
    const quoted = (text) => (/[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
    return rows.map((row) => row.map((text) => quoted(safe(text))).join(",")).join("\n") + "\n";
  }

  async function rowsOf(figure) {
    const spec = await specOf(figure);
    const about = spec.usermeta.orebook;
    const tables = (about.table ? [about.table] : csvTexts(spec, [])).map(parseCsv);
    return tables.reduce((best, table) => (table.length > best.length ? table : best), []);
  }

  async function csvFile(figure) {
    return new Blob(["\ufeff" + writeCsv(await rowsOf(figure))], {type: "text/csv"});
  }

  async function fillTable(figure) {
    const place = figure.querySelector(".chart-table");
    if (place.childElementCount > 1) return;
    const [heads, ...rows] = await rowsOf(figure);
    const made = (tag, text, scope) => {
      const element = document.createElement(tag);
      element.textContent = text;
      if (scope) element.scope = scope;
      return element;
    };
    const table = document.createElement("table");
    table.className = "ore data";
    table.append(made("caption", `Rows of the chart: ${rows.length}`));
    table.createTHead().insertRow().append(...heads.map((head) => made("th", head, "col")));
    const body = table.createTBody();
    for (const [first, ...rest] of rows) {
      body.insertRow().append(made("th", first, "row"), ...rest.map((text) => made("td", text)));
    }
    const box = document.createElement("div");
    box.className = "ore-table";
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", table.caption.textContent);
    box.append(table);
    place.append(box);
  }

  // The picture to take away says what it shows and where it comes from, in the state it is in.
  async function standalone(figure) {
    const spec = await specOf(figure);
    const {view} = await embed(document.createElement("div"), spec, 760, {bind: document.createElement("div")});
    for (const {name, bind} of spec.params || []) if (bind && figure.oreView) view.signal(name, figure.oreView.signal(name));
    return view.background("white").runAsync();
  }

  async function svgFile(figure) {
    const text = await (await standalone(figure)).toSVG();
    return new Blob([text.replaceAll("currentColor", INK)], {type: "image/svg+xml"});
  }

  async function pngFile(figure) {
    const canvas = await (await standalone(figure)).toCanvas(2);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  function offerFiles(figure) {
    const place = figure.querySelector(".chart-files");
    const name = figure.id.replace(/^fig-/, "");
    for (const [kind, make] of [["csv", csvFile], ["svg", svgFile], ["png", pngFile]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = kind.toUpperCase();
      button.setAttribute("aria-label", `Download ${kind.toUpperCase()} of this figure`);
      button.addEventListener("click", async () => {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(await make(figure));
        link.download = `${name}.${kind}`;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      });
      place.append(button);
    }
  }

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) {
      near.unobserve(entry.target);
      draw(entry.target);
    }
  }, {rootMargin: "1500px 0px"});
  for (const figure of document.querySelectorAll("figure.ore-chart")) {
    offerFiles(figure);
    figure.querySelector(".chart-data").addEventListener("toggle", () => fillTable(figure));
    near.observe(figure);
  }
})();
