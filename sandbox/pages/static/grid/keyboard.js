// Keys in the grid, as people know them from tables elsewhere; copying and pasting too.

import { hush, isOpen } from "./popover.js";
import { ROW_PX } from "./view.js";
import { TYPED, fromTyped, inWords, isEditable } from "./values.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const MOVES = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };

export class Keyboard {
  constructor(workplace) {
    this.workplace = workplace;
    const { grid } = workplace;
    grid.addEventListener("keydown", (event) => this.#key(event));
    grid.addEventListener("copy", (event) => this.#copy(event));
    grid.addEventListener("paste", (event) => this.#paste(event));
  }

  move(name) {
    if (!(name in MOVES)) return;
    const [down, right] = MOVES[name];
    this.#step(down, right, 0);
  }

  #step(down, right, top = -1) {
    const { view } = this.workplace;
    view.activate(Math.max(top, view.active.row + down), view.active.column + right);
  }

  #key(event) {
    if (isOpen() || event.isComposing) return;
    const { workplace } = this;
    const { view } = workplace;
    const command = event.ctrlKey || event.metaKey;
    if (event.key in STEPS && !event.altKey) {
      const [down, right] = STEPS[event.key];
      if (command) this.#toEdge(down, right);
      else this.#step(down, right);
    } else if (event.key === "PageDown" || event.key === "PageUp") {
      const page = Math.max(1, Math.floor(workplace.grid.clientHeight / ROW_PX) - 2);
      this.#step(event.key === "PageDown" ? page : -page, 0, 0);
    } else if (event.key === "Home" || event.key === "End") {
      const last = event.key === "End";
      view.activate(command ? (last ? workplace.rows.total - 1 : 0) : view.active.row, last ? view.columns.length - 1 : 1);
    } else if (!this.#act(event, command)) return;
    event.preventDefault();
  }

  #toEdge(down, right) {
    const { view, rows } = this.workplace;
    const row = down > 0 ? rows.total - 1 : down < 0 ? 0 : view.active.row;
    const column = right > 0 ? view.columns.length - 1 : right < 0 ? 1 : view.active.column;
    view.activate(row, column);
  }

  /** Keys that do something with the active cell; false leaves the key to the browser. */
  #act(event, command) {
    const { workplace } = this;
    const { row, field } = workplace.here();
    hush();
    if (event.key === "Enter" || event.key === "F2") {
      if (workplace.view.active.row < 0) workplace.sortBy(workplace.view.active.column);
      else workplace.edit();
      return true;
    }
    if (event.key === " " && !command) {
      if (!field || field.type === "checkbox" || event.shiftKey) { this.#space(field); return true; }
    }
    if (!row || !field || !isEditable(field)) return false;
    if (event.key === "Delete" || event.key === "Backspace") {
      workplace.commit(row, field, null, "");
      return true;
    }
    const begins = !command && !event.altKey && (event.key.length === 1 || event.key === "Dead");
    if (!begins || field.type === "checkbox" || field.type === "multipleAttachments") return false;
    // Not prevented: the key lands in the input that has the focus by then.
    workplace.edit(TYPED(field.type));
    return false;
  }

  #space(field) {
    if (field?.type === "checkbox") this.workplace.edit();
    else this.workplace.openRow();
  }

  #copy(event) {
    const { row, field } = this.workplace.here();
    if (isOpen() || !row || !field) return;
    event.clipboardData.setData("text/plain", inWords(field, row.cells[field.id]));
    event.preventDefault();
    this.workplace.tell("Gekopieerd.");
  }

  #paste(event) {
    const { row, field } = this.workplace.here();
    if (isOpen() || !row || !field || !isEditable(field)) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData("text/plain");
    if (field.type === "multipleAttachments" && files.length) this.workplace.attach(row, field, files);
    else if (TYPED(field.type) && text) this.workplace.commit(row, field, fromTyped(field, text), "");
    else if (field.type === "singleSelect" && text) this.workplace.commit(row, field, text.trim(), "");
    event.preventDefault();
  }
}
