// Search without a server: pagefind's own index, read in the browser.
const box = document.querySelector("[data-search]");
if (box) {
  const status = box.querySelector("[data-search-status]");
  const results = box.querySelector("[data-search-results]");
  const field = box.querySelector("input");
  const pagefind = await import(`${box.dataset.search}pagefind.js`);
  await pagefind.init();
  box.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    search();
  });
  if (field.value) search();

  async function search() {
    const found = await pagefind.search(field.value);
    const shown = await Promise.all(found.results.slice(0, 20).map((result) => result.data()));
    status.textContent = shown.length
      ? `${box.dataset.wordCount} ${found.results.length}`
      : box.dataset.wordNone;
    results.replaceChildren(...shown.map(item));
  }

  function item(page) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = page.url;
    link.textContent = page.meta.title;
    const excerpt = document.createElement("p");
    excerpt.innerHTML = page.excerpt; // pagefind escapes it, and adds <mark>
    row.append(link, excerpt);
    return row;
  }
}
