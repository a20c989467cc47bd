// The search page: sections of pages first, then claims, then tables of data. A section needs not hold every
// word; those with more of the rarer words come first.
(function () {
  "use strict";
  const MOST = 30;
  const root = document.documentElement.dataset.content_root || "./";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const query = new URLSearchParams(location.search).get("q") || "";
  const place = document.getElementById("search-results");
  document.querySelector(".ore-search input").value = query;
  // Owns, owned, owning: a longer word is found by its stem, at the beginning of words only.
  const stem = (word) => (word.length > 3 ? word.replace(/(?:ies|ing|ed|es|s|e|y)$/, "") : word);
  const wanted = [...new Set(plain(query).match(/[\p{L}\p{N}]+/gu) || [])].map((word) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${stem(word)}${word.length > 3 ? "" : "(?![\\p{L}\\p{N}])"}`, "u"));
  if (!wanted.length) return;

  // Each: address, title, words, where from. The rarer a word is, the more it weighs.
  function find(entries) {
    const texts = entries.map(([, title, words, from]) => [plain(title), plain(`${title} ${words} ${from || ""}`)]);
    const counts = wanted.map((word) => texts.filter(([, text]) => word.test(text)).length);
    const weights = counts.map((count) => (count ? Math.log(1 + texts.length / count) : 0)); // a slip of the pen weighs nothing
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    return entries.map((entry, i) => {
      const share = (text) => wanted.reduce((sum, word, at) => sum + (word.test(text) ? weights[at] : 0), 0) / (all || 1);
      return {entry, found: share(texts[i][1]), score: share(texts[i][1]) + share(texts[i][0]) / 2};
    }).filter(({found}) => found > 0.6).sort((a, b) => b.score - a.score).map(({entry}) => entry);
  }

  // The words around the first that is wanted.
  function around(text) {
    const low = plain(text);
    const at = Math.max(0, Math.min(...wanted.map((word) => low.search(word)).filter((i) => i >= 0), low.length) - 60);
    const line = document.createElement("p");
    line.textContent = (at ? "… " : "") + text.slice(at, at + 220) + (at + 220 < text.length ? " …" : "");
    return line;
  }

  function show(id, heading, entries, more) {
    const section = document.createElement("section");
    section.id = id;
    const head = document.createElement("h2");
    head.textContent = heading;
    const list = document.createElement("ul");
    for (const [href, title, words, from] of entries.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + href;
      link.textContent = title;
      item.append(link, around([words, from].filter(Boolean).join(" · ")));
      list.append(item);
    }
    section.append(head, list);
    if (more && entries.length > MOST) {
      const link = document.createElement("a");
      link.href = `${root}book/ledger.html#q=${encodeURIComponent(query)}`;
      link.textContent = "More of them in the ledger";
      section.append(link);
    }
    place.append(section);
  }

  const isData = ([href]) => /^book\/(?:data|accuracy|unread|colophon)\b/.test(href);
  const pages = find(window.oreTexts.filter((entry) => !isData(entry)));
  const data = find(window.oreTexts.filter(isData));
  const claims = find(window.oreFinds);
  show("ore-pages", pages.length ? "Pages" : "No page", pages);
  show("ore-finds", claims.length === 1 ? "One claim" : `${claims.length || "No"} claims`, claims, true);
  if (data.length) show("ore-data", "Tables of data", data);
})();
