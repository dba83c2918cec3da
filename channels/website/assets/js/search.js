// Search without a server: pagefind's own index, read in the browser.
const box = document.querySelector("[data-search]");
const form = box.querySelector("[data-search-form]");
const status = box.querySelector("[data-search-status]");
const results = box.querySelector("[data-search-results]");
const field = form.querySelector("input");
const MOST_SHOWN = 30;
let pagefind;

field.value = new URLSearchParams(location.search).get("q") ?? "";
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  search();
});
if (field.value) search();

async function search() {
  const words = field.value.trim();
  results.replaceChildren();
  status.textContent = "";
  if (!words) return;
  try {
    pagefind ??= await import(`${box.dataset.search}pagefind.js`);
    const found = await pagefind.search(words);
    const pages = await Promise.all(found.results.slice(0, MOST_SHOWN).map((one) => one.data()));
    status.textContent = pages.length
      ? box.dataset.wordCount.replace("{count}", found.results.length)
      : box.dataset.wordNone;
    results.replaceChildren(...pages.map(item));
  } catch {
    status.textContent = box.dataset.wordBroken;
  }
}

function item(page) {
  const row = document.createElement("li");
  const kind = document.createElement("p");
  kind.className = "kind";
  kind.textContent = (page.filters.soort ?? []).join(", ");
  const title = document.createElement("h2");
  const link = document.createElement("a");
  link.href = page.url;
  link.textContent = page.meta.title;
  title.append(link);
  const excerpt = document.createElement("p");
  excerpt.innerHTML = page.excerpt; // pagefind escapes the text and adds <mark>
  row.append(kind, title, excerpt);
  return row;
}
