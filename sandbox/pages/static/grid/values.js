// Values of cells: how people read and type them, and how they go to the server.
// Moments are shown on the clock of Amsterdam; one without an offset is Amsterdam's already.

const ZONE = "Europe/Amsterdam";
const MONTHS = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const DAYS = ["zo", "ma", "di", "wo", "do", "vr", "za"];
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const two = (number) => String(number).padStart(2, "0");

export const TEXT_TYPES = new Set(["singleLineText", "multilineText", "richText", "email", "url", "phoneNumber"]);
export const LONG_TYPES = new Set(["multilineText", "richText"]);
export const NUMBER_TYPES = new Set(["number", "currency", "percent", "duration", "rating"]);
export const PICKED_TYPES = new Set(["singleSelect", "multipleSelects", "multipleRecordLinks"]);
export const TYPED = (type) => TEXT_TYPES.has(type) || NUMBER_TYPES.has(type) || type === "date" || type === "dateTime";

const EDITABLE = new Set([...TEXT_TYPES, ...NUMBER_TYPES, ...PICKED_TYPES, "date", "dateTime", "checkbox", "multipleAttachments"]);
export const isEditable = (field) => !field.computed && EDITABLE.has(field.type);

/** A moment as "2027-03-02T10:00" on Amsterdam's clock. */
export function wallClock(moment) {
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(moment)) return moment.slice(0, 16);
  const part = Object.fromEntries(CLOCK.formatToParts(new Date(moment)).map((one) => [one.type, one.value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

function dayInWords(day) {
  const [year, month, date] = day.split("-").map(Number);
  const weekday = DAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return `${weekday} ${date} ${MONTHS[month - 1]} ${year}`;
}

/** What a cell shows, for every type that shows as text. */
export function inWords(field, value) {
  if (value === undefined || value === null || value === "") return "";
  if (field.type === "date" && !field.computed) return dayInWords(String(value));
  if (field.type === "dateTime" && !field.computed) {
    const wall = wallClock(String(value));
    return `${dayInWords(wall.slice(0, 10))}, ${wall.slice(11)}`;
  }
  if (typeof value === "number") return number(field, value);
  if (Array.isArray(value)) return value.map((one) => one?.name ?? one).join(", ");
  if (value === true) return "Ja";
  return String(value);
}

function number(field, value) {
  const shown = (count, digits) => count.toLocaleString("nl-NL", { maximumFractionDigits: digits, useGrouping: digits === 0 && Math.abs(count) >= 10000 });
  if (field.type === "rating") return "★".repeat(value);
  if (field.type === "percent") return `${shown(value * 100, field.precision ?? 0)}%`;
  const text = shown(value, field.precision ?? 8);
  return field.type === "currency" ? `${field.symbol ?? "€"} ${text}` : text;
}

/** What the input shows when one starts to change a cell. */
export function toTyped(field, value) {
  if (value === undefined || value === null) return "";
  if (field.type === "date") return String(value).split("-").reverse().join("-");
  if (field.type === "dateTime") {
    const wall = wallClock(String(value));
    return `${wall.slice(0, 10).split("-").reverse().join("-")} ${wall.slice(11)}`;
  }
  if (field.type === "percent") return String(Number((value * 100).toPrecision(12))).replace(".", ",");
  if (typeof value === "number") return String(value).replace(".", ",");
  return String(value);
}

/** What was typed, as the server takes it. What cannot be read goes as it is: the server says why not. */
export function fromTyped(field, text) {
  if (LONG_TYPES.has(field.type)) return text === "" ? null : text;
  text = text.trim();
  if (text === "") return null;
  if (NUMBER_TYPES.has(field.type)) return typedNumber(field, text);
  if (field.type === "date") return typedDay(text) ?? text;
  if (field.type === "dateTime") return typedMoment(text) ?? text;
  return text;
}

function typedNumber(field, text) {
  let plain = text.replace(/[€%\s]/g, "");
  if (plain.includes(",")) plain = plain.replace(/\./g, "").replace(",", ".");
  else if (!field.precision) plain = plain.replace(/\.(?=\d{3}(\D|$))/g, "");
  if (!/^-?\d*\.?\d+$/.test(plain)) return text;
  return field.type === "percent" ? Number(plain) / 100 : Number(plain);
}

function typedDay(text) {
  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (found) return day(found[1], found[2], found[3]);
  found = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(text);
  if (found) return day(found[3], found[2], found[1]);
  found = /^(?:[a-z]{2,9}\.? )?(\d{1,2}) ([a-z]{3})[a-z]*\.? (\d{4})$/i.exec(text);
  const month = found ? MONTHS.indexOf(found[2].toLowerCase().replace("maa", "mrt")) + 1 : 0;
  return month ? day(found[3], month, found[1]) : null;
}

function day(year, month, date) {
  const found = new Date(Date.UTC(year, month - 1, date));
  const exists = found.getUTCMonth() === month - 1 && found.getUTCDate() === Number(date);
  return exists ? `${year}-${two(month)}-${two(date)}` : null;
}

function typedMoment(text) {
  const found = /^(.*?)[,T ]\s*(\d{1,2})[:.](\d{2})(?:\s*(?:uur|u))?$/.exec(text);
  if (!found) {
    const whole = typedDay(text);
    return whole && `${whole}T00:00`;
  }
  const date = typedDay(found[1].trim());
  if (!date || found[2] > 23 || found[3] > 59) return null;
  return `${date}T${two(found[2])}:${found[3]}`;
}

/** A shown value as it is written: links by ID, files by ID and name. */
export function toWire(field, value) {
  if (value === undefined || value === null || (Array.isArray(value) && !value.length)) {
    return field.type === "checkbox" ? false : null;
  }
  if (field.type === "multipleRecordLinks") return value.map((one) => one.id);
  if (field.type === "multipleAttachments") return value.map((one) => ({ id: one.id, filename: one.name }));
  return value;
}
