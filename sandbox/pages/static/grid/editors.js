// Typing in a cell: a line, a longer text, a date.

import { closePopover, openPopover } from "./popover.js";
import { element } from "./show.js";
import { LONG_TYPES, NUMBER_TYPES, TEXT_TYPES, fromTyped, toTyped } from "./values.js";

const MODES = { email: "email", url: "url", phoneNumber: "tel" };
const EXAMPLES = { date: "dd-mm-jjjj", dateTime: "dd-mm-jjjj uu:mm" };

/**
 * Let someone type in a cell. `started` is true when a key began it, which replaces what is there;
 * `commit(value, move)` gets the new value and where to go: down, up, left, right or nowhere.
 */
export function openEditor({ field, value, anchor, started = false, commit, close }) {
  const long = LONG_TYPES.has(field.type);
  const before = started ? "" : toTyped(field, value);
  const input = typingPlace(field, long);
  input.value = before;
  const keep = (move) => {
    const unchanged = !started && input.value === before;
    commit(unchanged ? undefined : fromTyped(field, input.value), move);
  };
  const finish = (move) => { keep(move); closePopover(false); };
  input.addEventListener("keydown", (event) => {
    const leaves = event.key === "Enter" && (!long || event.ctrlKey || event.metaKey);
    if (event.isComposing || (event.key !== "Tab" && !leaves)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Tab") finish(event.shiftKey ? "left" : "right");
    else finish(event.shiftKey ? "up" : "down");
  });
  const box = element("div", { class: long ? "editor long" : "editor" }, input);
  if (field.type in EXAMPLES) box.append(calendar(field, input));
  if (long) box.append(foot("Ctrl+Enter: klaar. Esc: laten zoals het was.", () => finish("")));
  openPopover({ anchor, box, cover: true, width: long ? 440 : TEXT_TYPES.has(field.type) ? 320 : 200, keep: () => keep(""), close });
  input.focus();
  if (!started) input.setSelectionRange?.(input.value.length, input.value.length);
}

export function typingPlace(field, long = LONG_TYPES.has(field.type)) {
  if (long) return element("textarea", { rows: "8", "aria-label": field.name });
  const mode = NUMBER_TYPES.has(field.type) ? "decimal" : MODES[field.type];
  return element("input", { type: "text", "aria-label": field.name, inputmode: mode, autocomplete: "off", placeholder: EXAMPLES[field.type] });
}

/** A button that shows the browser's own calendar and writes the chosen day in the input. */
export function calendar(field, input) {
  const day = element("input", { type: "date", class: "calendar-day", tabindex: "-1", "aria-hidden": "true" });
  const button = element("button", { type: "button", class: "calendar", "aria-label": `Kalender voor ${field.name}`, tabindex: "-1" }, "▾");
  button.addEventListener("click", () => {
    day.value = (fromTyped({ ...field, type: "date" }, input.value.split(" ")[0]) ?? "");
    day.showPicker?.();
  });
  day.addEventListener("change", () => {
    const time = /\d{1,2}[:.]\d{2}/.exec(input.value)?.[0] ?? "10:00";
    const shown = day.value.split("-").reverse().join("-");
    input.value = field.type === "dateTime" && shown ? `${shown} ${time}` : shown;
    input.dispatchEvent(new Event("change"));
    input.focus();
  });
  return element("span", { class: "calendar-place" }, day, button);
}

export function foot(hint, done) {
  return element("div", { class: "foot" }, element("span", {}, hint), element("button", { type: "button", onclick: done }, "Klaar"));
}
