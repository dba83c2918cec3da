// Draws the content of cells: text, pills, tick marks, thumbnails.

import { inWords, isEditable } from "./values.js";

const TINTS = ["blue", "cyan", "teal", "green", "yellow", "orange", "red", "pink", "purple", "gray"];

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

export function pill(field, name) {
  return element("span", { class: `pill tint-${tint(field, name)}` }, name);
}

function tint(field, name) {
  const place = (field.choices ?? []).findIndex((one) => one.name === name);
  const colour = (field.choices?.[place]?.color ?? "").replace(/(Light|Dark|Bright)\d?$/i, "");
  return TINTS.includes(colour) ? colour : place < 0 ? "gray" : TINTS[place % TINTS.length];
}

export function thumbnail(file, named = true) {
  if (file.thumbnail) return element("img", { src: file.thumbnail, alt: named ? file.name : "", class: "thumb", loading: "lazy", draggable: "false" });
  const kind = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4) : "?";
  return element("span", { class: "thumb file", title: file.name }, element("span", { "aria-hidden": "true" }, kind), named ? element("span", { class: "unseen" }, file.name) : "");
}

/** What stands in a cell, or in a field of the panel. */
export function content(field, value) {
  if (field.type === "checkbox" && !field.computed) {
    return [element("span", { class: value ? "tick on" : "tick", role: "img", "aria-label": value ? "aan" : "uit" })];
  }
  if (value === undefined || value === null) return [];
  switch (field.computed ? "" : field.type) {
    case "singleSelect": return [pill(field, value)];
    case "multipleSelects": return value.map((one) => pill(field, one));
    case "multipleRecordLinks": return value.map((one) => element("span", { class: "pill link" }, one.name));
    case "multipleAttachments": return value.map((one) => thumbnail(one));
    default: return [element("span", { class: "text" }, inWords(field, value).slice(0, 300))];
  }
}

export function kindOf(field) {
  if (["number", "currency", "percent", "duration", "autoNumber", "count"].includes(field.type)) return "numeric";
  if (field.type === "checkbox") return "checkbox";
  return isEditable(field) || field.computed ? "" : "fixed";
}
