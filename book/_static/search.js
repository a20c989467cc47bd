// The search page: claims and people before the pages that Sphinx finds, and what each page is about.
(function () {
  "use strict";
  const MOST = 30;
  const root = document.documentElement.dataset.content_root || "./";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const query = new URLSearchParams(location.search).get("q") || "";
  const results = document.getElementById("search-results");
  const field = document.querySelector(".bd-search-container input[name=q]");
  if (field) field.value = query;

  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (wanted.length && results) {
    const found = window.oreFinds.filter((find) => {
      const text = plain(find.slice(1).join(" "));
      return wanted.every((word) => text.includes(word));
    });
    const section = document.createElement("section");
    section.id = "ore-finds";
    const head = document.createElement("h2");
    head.textContent = found.length === 1 ? "One claim" : `${found.length || "No"} claims`;
    section.append(head);
    const list = document.createElement("ul");
    for (const [href, title, words, source] of found.slice(0, MOST)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + href;
      link.textContent = title;
      const line = document.createElement("p");
      line.textContent = [words, source].filter(Boolean).join(" · ");
      item.append(link, line);
      list.append(item);
    }
    section.append(list);
    if (found.length > MOST) {
      const more = document.createElement("p");
      const link = document.createElement("a");
      link.href = `${root}book/ledger.html#q=${encodeURIComponent(query)}`;
      link.textContent = "More of them in the ledger";
      more.append(link);
      section.append(more);
    }
    results.before(section);
  }

  // Sphinx would fetch each page for its first words, which a browser forbids for files.
  function describe() {
    for (const link of results.querySelectorAll("li > a:not([data-described])")) {
      link.dataset.described = "";
      const path = new URL(link.href).pathname;
      const about = (Object.entries(window.orePages).find(([page]) => path.endsWith(`/${page}.html`)) || [])[1];
      if (!about) continue;
      const line = document.createElement("p");
      line.textContent = about;
      link.parentElement.append(line);
    }
  }
  if (results) new MutationObserver(describe).observe(results, {childList: true, subtree: true});
})();
