// Narrows the list of museums by place, theme, facility and what is open today, all at once.
// Without this script the links to the lists of one place, theme or facility do the same.
const facets = document.querySelector("[data-filter]");
const list = document.querySelector("[data-museums]");
const count = document.querySelector("[data-count]");
const paging = document.querySelector(".paging");
const FIELDS = { theme: "themes", facility: "facilities" };

if (facets && list && !facets.querySelector("[aria-current]")) {
  const words = facets.dataset;
  const cards = [...list.children];
  const before = count.textContent;
  let index; // of all museums, fetched only when the list has more pages than this one

  const form = document.createElement("form");
  form.className = "filter";
  form.setAttribute("aria-label", words.wordTitle);
  for (const facet of facets.querySelectorAll("[data-facet]")) form.append(makeSelect(facet));
  form.append(makeCheck(), makeClear());
  form.addEventListener("change", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  form.addEventListener("submit", (event) => event.preventDefault());
  facets.replaceWith(form);
  if (location.hash === "#today") {
    form.elements.today.checked = true;
    narrow();
  }

  function makeSelect(facet) {
    const label = document.createElement("label");
    const select = document.createElement("select");
    select.name = facet.dataset.facet;
    select.append(new Option(words.wordAny, ""));
    for (const link of facet.querySelectorAll("a")) {
      const name = link.firstChild.textContent.trim();
      select.append(new Option(name, select.name === "place" ? name : link.dataset.key));
    }
    label.append(facet.querySelector("summary").textContent.trim(), select);
    return label;
  }

  function makeCheck() {
    const label = document.createElement("label");
    label.className = "check";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.name = "today";
    label.append(box, words.wordOpen);
    return label;
  }

  function makeClear() {
    const button = document.createElement("button");
    button.type = "reset";
    button.className = "button quiet";
    button.textContent = words.wordClear;
    return button;
  }

  async function narrow() {
    const chosen = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    if (paging) await narrowIndex(chosen);
    else narrowCards(chosen);
  }

  function narrowCards(chosen) {
    let shown = 0;
    for (const card of cards) {
      const museum = {
        place: card.dataset.place,
        themes: card.dataset.themes.split(" "),
        facilities: card.dataset.facilities.split(" "),
        open_from: card.dataset.openFrom,
        open_days: card.dataset.openDays,
        open_spans: card.dataset.openSpans?.split("|"),
      };
      card.hidden = !fits(museum, chosen);
      if (!card.hidden) shown += 1;
    }
    say(shown, chosen);
  }

  async function narrowIndex(chosen) {
    const any = Object.keys(chosen).length > 0;
    paging.hidden = any;
    if (!any) {
      list.replaceChildren(...cards);
      count.textContent = before;
      return;
    }
    index ??= await (await fetch(words.filter)).json();
    const found = index.filter((museum) => fits(museum, chosen));
    list.replaceChildren(...found.map(makeCard));
    say(found.length, chosen);
  }

  function fits(museum, chosen) {
    return Object.entries(chosen).every(([name, wanted]) => {
      if (name === "today") return Boolean(hoursOf(museum));
      if (name === "place") return museum.place === wanted;
      return museum[FIELDS[name]].includes(wanted);
    });
  }

  function hoursOf(museum) {
    return window.hoursToday(museum.open_from, museum.open_days, museum.open_spans);
  }

  function todayWords(museum) {
    return museum.open_from ? window.todayInWords(hoursOf(museum)) : museum.today;
  }

  function say(shown, chosen) {
    const any = Object.keys(chosen).length > 0;
    if (!any) count.textContent = before;
    else count.textContent = shown ? words.wordCount.replace("{count}", shown) : words.wordNone;
  }

  function makeCard(museum) {
    const card = document.createElement("li");
    card.className = "card museum-card";
    const frame = document.createElement("div");
    frame.className = "card-picture";
    if (museum.picture) {
      const image = document.createElement("img");
      image.src = museum.picture;
      image.alt = "";
      image.loading = "lazy";
      frame.append(image);
    }
    const text = document.createElement("div");
    text.className = "card-text";
    const title = document.createElement("h2");
    title.className = "card-title";
    const link = document.createElement("a");
    link.href = museum.href;
    link.textContent = museum.name;
    title.append(link);
    const tagline = line("", museum.tagline);
    tagline.lang = museum.tagline_language;
    text.append(title, line("place", museum.place), tagline, line("today-hours", todayWords(museum)));
    card.append(frame, text);
    return card;
  }

  function line(name, words) {
    const made = document.createElement("p");
    made.className = name;
    made.textContent = words;
    return made;
  }
}
