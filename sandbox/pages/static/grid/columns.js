// Which columns are shown: a person's own choice, kept in the browser. It changes no table.

import { element } from "./show.js";

export class Columns {
  constructor(box, fields, changed) {
    Object.assign(this, { box, fields, changed, key: `kolommen ${fields[0].id}`, hidden: new Set() });
    for (const id of this.#kept()) this.hidden.add(id);
    this.#draw();
    document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) box.open = false; });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      box.open = false;
      box.querySelector("summary").focus();
    });
  }

  /** The fields to show; the one that names a row is always among them. */
  shown() {
    return this.fields.filter((field, place) => place === 0 || !this.hidden.has(field.id));
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key) ?? "[]");
    } catch {
      return []; // a browser that keeps nothing: every column is shown
    }
  }

  #keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify([...this.hidden]));
    } catch {
      // a browser that keeps nothing: the choice lasts as long as the page
    }
  }

  #draw() {
    const choices = this.fields.slice(1).map((field) => {
      const tick = element("input", { type: "checkbox" });
      tick.checked = !this.hidden.has(field.id);
      tick.addEventListener("change", () => this.#set(field.id, tick.checked));
      return element("label", {}, tick, ` ${field.name}`);
    });
    const all = element("button", { type: "button" }, "Alle kolommen tonen");
    all.addEventListener("click", () => { this.hidden.clear(); this.#draw(); this.#told(); });
    this.summary = element("summary", {});
    this.box.replaceChildren(this.summary, element("div", { class: "choices", role: "group", "aria-label": "Kolommen" }, ...choices, all));
    this.#name();
  }

  #set(id, isShown) {
    if (isShown) this.hidden.delete(id);
    else this.hidden.add(id);
    this.#told();
  }

  #told() {
    this.#name();
    this.#keep();
    this.changed();
  }

  #name() {
    const count = this.fields.slice(1).filter((field) => this.hidden.has(field.id)).length;
    this.summary.textContent = count ? `Kolommen (${count} verborgen)` : "Kolommen";
  }
}
