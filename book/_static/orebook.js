// Every page: results-only mode, and cards of evidence on hover and on focus.
(function () {
  "use strict";
  const root = document.documentElement;

  function keep(name, value) {
    try { localStorage.setItem(name, value); } catch (e) { /* private windows forget, and that is all */ }
  }

  function addCodeSwitch() {
    const place = document.querySelector(".article-header-buttons");
    if (!place || !document.querySelector("div.cell_input")) return;
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

  // Article text is put in as text, never as markup.
  function claimCard(claim) {
    const card = element("div", undefined, "ore-card");
    if (claim.excerpt) {
      const quote = element("blockquote");
      quote.append(claim.excerpt[0], element("mark", claim.excerpt[1]), claim.excerpt[2]);
      card.append(quote);
    }
    card.append(facts([["Read as", claim.reading], ["Source", claim.source], ["Date", claim.date],
      ["Who says so", claim.speaker], ["Hedge", claim.hedge], ["Verdict", claim.verdict]]));
    return card;
  }

  function figureCard(source, link) {
    const card = element("div", undefined, "ore-card official");
    const publisher = source.publisher === source.host ? "" : source.publisher;
    card.append(facts([["Figure", link.textContent], ["Of", link.dataset.what], ["Source", source.title],
      ["Publisher", publisher], ["Read at", source.host],
      ["Edition", link.dataset.edition || source.edition], ["Where", link.dataset.locator]]));
    return card;
  }

  function addCards() {
    const store = document.getElementById("ore-cards");
    if (!store) return;
    const data = JSON.parse(store.textContent);
    let card = null, owner = null, timer = 0;

    function hide() {
      clearTimeout(timer);
      if (card) card.remove();
      if (owner) owner.removeAttribute("aria-describedby");
      card = owner = null;
    }
    function show(link) {
      const known = link.dataset.claim ? data.claims[link.dataset.claim] : data.sources[link.dataset.source];
      if (!known || owner === link) return;
      hide();
      owner = link;
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

  addCodeSwitch();
  addCards();
  // A link to a claim inside closed details opens them.
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const closed = target && target.closest("details:not([open])");
  if (closed) { closed.open = true; target.scrollIntoView(); }
})();
