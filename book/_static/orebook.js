// Every page: what a screen reader needs, results-only mode, and cards of evidence on hover and on focus.
(function () {
  "use strict";
  const root = document.documentElement;

  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (e) { /* private windows forget, and that is all */ }
  }

  function addCodeSwitch() {
    const place = document.querySelector(".article-header-buttons");
    if (!place || !document.querySelector("div.cell_input, details.hide")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm code-switch";
    button.textContent = "Code";
    const show = (on) => {
      root.dataset.code = on ? "shown" : "hidden";
      button.setAttribute("aria-pressed", String(on));
      button.title = on ? "Results only: hide all code" : "Show the code, cell by cell";
    };
    show(root.dataset.code === "shown");
    button.addEventListener("click", () => {
      show(root.dataset.code !== "shown");
      keep("code", root.dataset.code);
    });
    place.prepend(button);
  }

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function facts(pairs) {
    const list = element("dl");
    for (const [name, text] of pairs) if (text) list.append(element("dt", name), element("dd", text));
    return list;
  }

  // Made by a template that escapes what an article says.
  function claimCard(claim) {
    const card = element("div", undefined, "ore-card");
    card.innerHTML = claim;
    return card;
  }

  function figureCard(source, link) {
    const card = element("div", undefined, "ore-card official");
    const publisher = source.publisher === source.host ? "" : source.publisher;
    card.append(facts([["Figure", link.textContent], ["Of", link.dataset.what], ["Source", source.title],
      ["Publisher", publisher], ["Read", source.how_read || source.host],
      ["Kind", link.dataset.second ? "told by a report, not read at its origin" : ""], ["Edition", link.dataset.edition || source.edition], ["Where", link.dataset.locator]]));
    return card;
  }

  // What the cards show is loaded when first asked for: a script an article, one of the sources. Scripts,
  // since a page opened from a file may load nothing else.
  const loaded = {};
  function load(name) {
    const root = document.documentElement.dataset.content_root || "./";
    return loaded[name] ??= new Promise((resolve, reject) => {
      const script = element("script");
      script.src = `${root}_static/cards/${name}.js`;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function addCards() {
    let card = null, owner = null, timer = 0;

    function hide() {
      clearTimeout(timer);
      if (card) card.remove();
      if (owner) owner.removeAttribute("aria-describedby");
      card = owner = null;
    }
    async function show(link) {
      if (owner === link) return;
      hide();
      owner = link;
      await load(link.dataset.claim ? new URL(link.href).pathname.match(/([^/]+)\.html$/)[1] : "sources");
      const known = window.oreCards[link.dataset.claim || link.dataset.source];
      if (!known || owner !== link || card) return;
      card = link.dataset.claim ? claimCard(known) : figureCard(known, link);
      card.id = "ore-card";
      card.setAttribute("role", "tooltip");
      document.body.append(card);
      link.setAttribute("aria-describedby", card.id);
      const at = link.getClientRects()[0] || link.getBoundingClientRect();
      const wide = document.documentElement.clientWidth;
      const left = Math.max(8, Math.min(at.left, wide - card.offsetWidth - 8));
      const above = at.bottom + card.offsetHeight + 12 > window.innerHeight && at.top > card.offsetHeight + 12;
      card.style.left = `${left + window.scrollX}px`;
      card.style.top = `${(above ? at.top - card.offsetHeight - 6 : at.bottom + 6) + window.scrollY}px`;
      card.addEventListener("mouseenter", () => clearTimeout(timer));
      card.addEventListener("mouseleave", later);
    }
    // Time to move the pointer into the card, to select its words.
    function later() { clearTimeout(timer); timer = setTimeout(hide, 180); }

    const carrier = (event) => event.target.closest && event.target.closest("a.claim, a.figure");
    document.addEventListener("mouseover", (event) => {
      const link = carrier(event);
      if (link) { clearTimeout(timer); show(link); }
    });
    document.addEventListener("mouseout", (event) => { if (carrier(event)) later(); });
    document.addEventListener("focusin", (event) => { const link = carrier(event); if (link) show(link); });
    document.addEventListener("focusout", (event) => { if (carrier(event)) hide(); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  // What the tools leave for a screen reader or a keyboard to stumble over.
  function mend() {
    const all = (selector) => document.querySelectorAll(selector);
    const sidebar = document.getElementById("pst-primary-sidebar");
    if (sidebar) {
      sidebar.setAttribute("role", "complementary"); // the book's name stands in it, outside of every landmark
      sidebar.setAttribute("aria-label", "Book");
    }
    // Their words are their names already.
    for (const named of all(".search-button-field, details.hide > summary")) named.removeAttribute("aria-label");
    for (const fold of all("details.hide > summary")) fold.title = "Code of this cell";
    for (const pre of all("article pre")) pre.tabIndex = 0;
    for (const list of all("article [role=list], article [role=doc-biblioentry]")) list.removeAttribute("role");
    for (const link of all("a.headerlink[title]")) {
      link.setAttribute("aria-label", link.title);
      link.removeAttribute("title");
    }
    for (const head of all("article thead th:not([scope])")) {
      if (head.textContent.trim()) head.scope = "col";
      else head.replaceWith(element("td"));
    }
    for (const caption of all("table.ore caption")) { // stays in sight when the table is wider than the screen
      const words = element("span", undefined, "words");
      words.append(...caption.childNodes);
      caption.append(words);
    }
  }

  mend();
  addCodeSwitch();
  addCards();
  // A link to a claim inside closed details opens them.
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details:not([open])");
  if (closed) { closed.open = true; target.scrollIntoView(); }
})();
