// Narrows the list of museums by place, theme and what is open today, all at once.
// Without this script the links to the lists per place and theme do the same, one at a time.
const place = document.querySelector("[data-filter]");
const list = document.querySelector("[data-museums]");
const count = document.querySelector("[data-count]");
if (place && list && !document.querySelector(".paging")) {
  const cards = [...list.children];
  const form = document.createElement("form");
  form.className = "filter";
  const chosen = {};
  for (const facet of place.querySelectorAll(".facet")) {
    const label = facet.querySelector("summary").textContent.trim();
    const key = facet.querySelector("a")?.dataset.key ?? label;
    form.append(makeSelect(label, key, [...facet.querySelectorAll("a")]));
  }
  form.append(makeCheck(place.dataset.wordOpen));
  form.addEventListener("change", narrow);
  place.after(form);

  function makeSelect(label, key, links) {
    const box = document.createElement("p");
    const id = `filter-${form.children.length}`;
    const title = document.createElement("label");
    title.htmlFor = id;
    title.textContent = label;
    const select = document.createElement("select");
    select.id = id;
    select.append(new Option(place.dataset.wordAny, ""));
    for (const link of links) {
      const words = link.firstChild.textContent.trim();
      const slug = link.pathname.split("/").filter(Boolean).pop();
      select.append(new Option(words, slug));
    }
    select.addEventListener("change", () => {
      const option = select.selectedOptions[0];
      chosen[key] = select.value ? { slug: select.value, words: option.textContent } : null;
    });
    box.append(title, select);
    return box;
  }

  function makeCheck(words) {
    const label = document.createElement("label");
    label.className = "check";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => { chosen.today = box.checked ? today() : null; });
    label.append(box, words);
    return label;
  }

  function today() {
    return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(new Date());
  }

  function fits(card) {
    return Object.entries(chosen).every(([key, wanted]) => {
      if (!wanted) return true;
      if (key === "today") return card.dataset.open.split(" ").includes(wanted);
      return card.dataset.place === wanted.words
        || (card.dataset.keys ?? "").split(" ").includes(wanted.slug);
    });
  }

  function narrow() {
    let shown = 0;
    for (const card of cards) {
      card.hidden = !fits(card);
      if (!card.hidden) shown += 1;
    }
    count.textContent = shown ? `${place.dataset.wordCount} ${shown}` : place.dataset.wordNone;
  }
}
