// Choosing: one option, more options, or rows of another table. All three are a search box
// over a listbox; what is chosen is written when the picker closes.

import { foot } from "./editors.js";
import { closePopover, openPopover } from "./popover.js";
import { element, pill } from "./show.js";

let numbers = 0;

/** Open a picker at a cell; `commit(value, move)` gets the new value, undefined when unchanged. */
export function openPicker({ field, value, anchor, server, commit, close }) {
  new Picker({ field, value, server, commit }).open(anchor, close);
}

class Picker {
  constructor({ field, value, server, commit }) {
    Object.assign(this, { field, server, commit, shown: [], at: 0, asked: 0 });
    this.links = field.type === "multipleRecordLinks";
    this.many = field.type === "multipleSelects" || (this.links && !field.single);
    this.chosen = Array.isArray(value) ? [...value] : value ? [value] : [];
    this.before = JSON.stringify(this.chosen);
    this.#build();
  }

  #build() {
    const id = `choices-${(numbers += 1)}`;
    const what = this.links ? `Zoek in ${this.field.linkedTable}` : "Zoek een optie";
    this.input = element("input", { type: "text", role: "combobox", "aria-label": `${this.field.name}: ${what.toLowerCase()}`, "aria-expanded": "true", "aria-controls": id, "aria-autocomplete": "list", placeholder: what, autocomplete: "off" });
    this.list = element("ul", { id, role: "listbox", "aria-label": this.field.name, "aria-multiselectable": this.many ? "true" : undefined });
    this.empty = element("p", { class: "nothing", role: "status" });
    this.chips = element("div", { class: "chips" });
    this.box = element("div", { class: "picker" }, this.chips, this.input, this.list, this.empty);
    if (this.many) this.box.append(foot("Enter: kiezen. Tab: klaar.", () => this.#finish("")));
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-place]");
      if (option) this.#choose(Number(option.dataset.place));
    });
  }

  open(anchor, close) {
    this.popover = openPopover({ anchor, box: this.box, width: 300, keep: () => this.#keep(""), close });
    this.#drawChips();
    this.#search();
    this.input.focus();
  }

  async #search() {
    const text = this.input.value.trim();
    const asked = (this.asked += 1);
    if (this.links) {
      const answer = await this.server.choices(this.field.id, text).catch((error) => ({ trouble: error.message, choices: [] }));
      if (asked !== this.asked) return;
      this.shown = answer.choices;
      this.more = answer.trouble ?? (answer.total > answer.choices.length ? `En nog ${answer.total - answer.choices.length}: typ een deel van de naam.` : "");
    } else {
      const names = (this.field.choices ?? []).map((one) => one.name);
      this.shown = names.filter((one) => one.toLocaleLowerCase("nl").includes(text.toLocaleLowerCase("nl")));
      if (!this.many && this.chosen.length && !text) this.shown.unshift("");
      this.more = "";
    }
    this.at = text || this.many ? 0 : Math.max(0, this.shown.findIndex((one) => this.#isChosen(one)));
    this.#draw();
  }

  #isChosen(one) {
    return this.links ? this.chosen.some((held) => held.id === one.id) : this.chosen.includes(one);
  }

  #draw() {
    this.list.replaceChildren(...this.shown.map((one, place) => {
      const name = this.links ? element("span", { class: "pill link" }, one.name) : one ? pill(this.field, one) : element("span", { class: "clear" }, "Leegmaken");
      return element("li", { role: "option", id: `${this.list.id}-${place}`, "data-place": place, "aria-selected": String(this.#isChosen(one)) }, name);
    }));
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute("aria-expanded", String(this.shown.length > 0));
    this.empty.textContent = this.shown.length ? this.more : this.more || "Niets gevonden.";
    this.#point();
    this.popover?.place();
  }

  #point() {
    [...this.list.children].forEach((one, place) => one.classList.toggle("at", place === this.at));
    const now = this.list.children[this.at];
    if (now) { this.input.setAttribute("aria-activedescendant", now.id); now.scrollIntoView({ block: "nearest" }); }
    else this.input.removeAttribute("aria-activedescendant");
  }

  #drawChips() {
    this.chips.hidden = !this.links || this.chosen.length === 0;
    if (!this.links) return;
    this.chips.replaceChildren(...this.chosen.map((one) => element("span", { class: "pill link" }, one.name,
      element("button", { type: "button", class: "drop", "aria-label": `${one.name} weghalen`, onclick: () => this.#toggle(one) }, "×"))));
  }

  #key(event) {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && this.shown.length) {
      this.at = (this.at + moves[event.key] + this.shown.length) % this.shown.length;
      this.#point();
    } else if (event.key === "Enter") {
      if (event.ctrlKey || event.metaKey) this.#finish("down");
      else if (this.shown.length) this.#choose(this.at, "down");
    } else if (event.key === "Tab") {
      this.#finish(event.shiftKey ? "left" : "right");
    } else if (event.key === "Backspace" && !this.input.value && this.many && this.chosen.length) {
      this.#toggle(this.chosen[this.chosen.length - 1]);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(place, move = "") {
    const one = this.shown[place];
    if (this.many) { this.#toggle(one); this.input.select(); return; }
    this.chosen = one === "" ? [] : [one];
    this.#finish(move);
  }

  #toggle(one) {
    const same = (held) => (this.links ? held.id === one.id : held === one);
    this.chosen = this.chosen.some(same) ? this.chosen.filter((held) => !same(held)) : [...this.chosen, one];
    this.#drawChips();
    this.#draw();
    this.input.focus();
  }

  #keep(move) {
    const unchanged = JSON.stringify(this.chosen) === this.before;
    const value = this.field.type === "singleSelect" ? (this.chosen[0] ?? null) : this.chosen;
    this.commit(unchanged ? undefined : value, move);
  }

  #finish(move) {
    this.#keep(move);
    closePopover(false);
  }
}
