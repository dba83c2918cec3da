// A row as a form beside the grid: good for many fields, and for phones.

import { calendar, typingPlace } from "./editors.js";
import { fileList } from "./files.js";
import { content, element } from "./show.js";
import { LONG_TYPES, PICKED_TYPES, TYPED, fromTyped, isEditable, toTyped } from "./values.js";

export class Panel {
  constructor({ box, fields, save, attach, pick, remove, step, closed }) {
    Object.assign(this, { box, fields, save, attach, pick, remove, step, closed, row: null });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.close(); }
    });
  }

  get isOpen() { return this.row !== null; }

  show(row, { focus = false } = {}) {
    const sameRow = this.row?.id === row.id;
    if (sameRow && this.row === row) return;
    this.row = row;
    this.box.hidden = false;
    if (!sameRow) this.#build();
    for (const field of this.fields) this.#fill(field);
    this.title.textContent = row.cells[this.fields[0].id] || "Zonder naam";
    if (focus) this.box.querySelector(".panel-close").focus();
  }

  close() {
    if (!this.row) return;
    if (this.box.contains(document.activeElement)) document.activeElement.blur();
    this.row = null;
    this.box.hidden = true;
    this.box.replaceChildren();
    this.closed();
  }

  #build() {
    this.title = element("h2", {});
    this.slots = new Map();
    const button = (label, sign, act, name = "") => element("button", { type: "button", class: `sign ${name}`, "aria-label": label, title: label, onclick: act }, sign);
    this.box.replaceChildren(
      element("div", { class: "panel-head" }, this.title,
        button("Vorige rij", "↑", () => this.step(-1)), button("Volgende rij", "↓", () => this.step(1)),
        button("Sluiten", "×", () => this.close(), "panel-close")),
      element("div", { class: "panel-fields" }, ...this.fields.map((field) => this.#slot(field)), this.#deletion()),
    );
    this.box.scrollTop = 0;
  }

  #slot(field) {
    const label = element("span", { class: "label", id: `label-${field.id}` }, field.name);
    const place = element("div", { class: "value" });
    const trouble = element("p", { class: "trouble", role: "alert" });
    this.slots.set(field.id, { place, trouble });
    return element("div", { class: "field", "data-field": field.id }, label, place, field.help ? element("p", { class: "hint" }, field.help) : null, trouble);
  }

  #fill(field) {
    const { place } = this.slots.get(field.id);
    const value = this.row.cells[field.id];
    const shown = JSON.stringify(value ?? null);
    if (place.dataset.shown === shown || place.querySelector("input:focus, textarea:focus")) return;
    const hadFocus = place.contains(document.activeElement);
    place.dataset.shown = shown;
    place.replaceChildren(...this.#control(field, value));
    if (hadFocus) place.querySelector("button, input")?.focus();
  }

  #control(field, value) {
    if (!isEditable(field)) return [element("output", { class: "fixed-value", "aria-labelledby": `label-${field.id}` }, ...(value === undefined ? ["–"] : content(field, value)))];
    if (field.type === "checkbox") return [this.#tick(field, value)];
    if (field.type === "multipleAttachments") return [fileList({ field, files: value ?? [], add: (files) => this.#report(field, this.attach(this.row, field, files)), remove: (file) => this.#write(field, value.filter((one) => one.id !== file.id)) })];
    if (PICKED_TYPES.has(field.type)) return [this.#choice(field, value)];
    return TYPED(field.type) ? this.#typed(field, value) : [];
  }

  #typed(field, value) {
    const input = typingPlace(field);
    if (LONG_TYPES.has(field.type)) input.rows = Math.min(12, Math.max(3, String(value ?? "").length / 45 + 1));
    input.value = toTyped(field, value);
    input.addEventListener("change", () => {
      if (input.value !== toTyped(field, this.row?.cells[field.id])) this.#write(field, fromTyped(field, input.value));
    });
    return field.type.startsWith("date") ? [element("div", { class: "with-calendar" }, input, calendar(field, input))] : [input];
  }

  #tick(field, value) {
    const box = element("input", { type: "checkbox", "aria-labelledby": `label-${field.id}` });
    box.checked = Boolean(value);
    box.addEventListener("change", () => this.#write(field, box.checked || undefined));
    return box;
  }

  #choice(field, value) {
    const shown = value?.length ? content(field, value) : [element("span", { class: "clear" }, "Kies …")];
    const button = element("button", { type: "button", class: "choice", "aria-haspopup": "listbox", "aria-describedby": `label-${field.id}` }, ...shown);
    button.addEventListener("click", () => this.pick(field, this.row.cells[field.id], () => this.slots.get(field.id)?.place, (chosen) => this.#write(field, chosen)));
    return button;
  }

  #write(field, value) {
    return this.#report(field, this.save(this.row, field, value));
  }

  async #report(field, saving) {
    const slot = this.slots.get(field.id);
    slot.trouble.textContent = "";
    const message = await saving;
    slot.trouble.textContent = message;
  }

  #deletion() {
    const row = this.row;
    const ask = element("button", { type: "button", class: "delete" }, "Rij verwijderen");
    ask.addEventListener("click", () => {
      if (ask.dataset.sure) { this.remove(row); return; }
      ask.dataset.sure = "1";
      ask.textContent = "Zeker weten? Klik nog een keer";
    });
    ask.addEventListener("blur", () => { delete ask.dataset.sure; ask.textContent = "Rij verwijderen"; });
    return element("div", { class: "field" }, ask);
  }
}
