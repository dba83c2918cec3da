// Pages say what is open today for the day they were made on. On a later day this puts it right:
// hours of museums, the date, what is past. Without it the foot of the page names that day.
const note = document.querySelector("[data-made-on]");
const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(new Date());

// For the script that filters, too: the hours of a museum today, "" when closed, null when unknown.
window.hoursToday = (from, days, spans) => {
  if (!from) return null;
  const letter = days[Math.round((Date.parse(today) - Date.parse(from)) / 86_400_000)];
  if (letter === undefined) return null;
  return letter === "-" ? "" : spans[letter.charCodeAt(0) - 97];
};

window.todayInWords = (hours) => {
  if (hours === null) return "";
  return hours ? note.dataset.wordOpen.replace("{hours}", hours) : note.dataset.wordClosed;
};

if (note && note.dataset.madeOn !== today) {
  note.hidden = true; // what it warns of is put right below
  for (const card of document.querySelectorAll("[data-open-from]")) correctCard(card);
  for (const part of document.querySelectorAll("[data-until]")) part.hidden = part.dataset.until < today;
  correctOpenOnly();
  correctWords();
  markToday();
}

function correctCard(card) {
  const { openFrom, openDays, openSpans } = card.dataset;
  const hours = window.hoursToday(openFrom, openDays, openSpans.split("|"));
  const line = card.querySelector(".today-hours");
  if (line) line.textContent = window.todayInWords(hours);
  if (card.closest("[data-open-only]")) card.hidden = !hours;
}

// A list of what is open lacks what opened since: say so, and lead to where it is worked out anew.
function correctOpenOnly() {
  for (const link of document.querySelectorAll("[data-other-day]")) {
    link.textContent = link.dataset.otherDay;
    link.href = `${link.dataset.otherHref}#today`;
  }
  for (const section of document.querySelectorAll("section[data-open-only]")) {
    section.hidden = !section.querySelector(".card:not([hidden])");
  }
  for (const old of document.querySelectorAll("[data-old-list]")) old.hidden = false;
}

function correctWords() {
  const say = (day, year) =>
    new Intl.DateTimeFormat(document.documentElement.lang, {
      timeZone: "UTC", weekday: "long", day: "numeric", month: "long", year,
    }).format(Date.parse(day));
  for (const time of document.querySelectorAll("[data-day-now]")) {
    time.dateTime = today;
    time.textContent = say(today);
  }
  for (const heading of document.querySelectorAll("[data-day-heading]")) {
    heading.textContent = say(note.dataset.madeOn);
  }
}

function markToday() {
  for (const row of document.querySelectorAll(".week tr")) {
    const day = row.querySelector("time")?.dateTime;
    if (!day) continue;
    row.classList.toggle("today", day === today);
    row.querySelector("th .note")?.remove();
    if (day !== today) continue;
    const word = document.createElement("span");
    word.className = "note";
    word.textContent = ` ${note.dataset.wordToday}`;
    row.querySelector("time").after(word);
  }
  for (const month of document.querySelectorAll("[data-month]")) {
    for (const cell of month.querySelectorAll("td:not(.other)")) {
      const day = cell.querySelector(".number").textContent.padStart(2, "0");
      cell.classList.toggle("today", `${month.dataset.month}-${day}` === today);
    }
  }
}
