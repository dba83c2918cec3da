// The spreadsheets' page: click or type in a cell, add and change rows and columns.

import { Refusal, Server } from "./server.js";
import { Table } from "./table.js";

const LOOK_EVERY_MS = 1500;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const workplace = document.getElementById("workplace");
const part = (id) => document.getElementById(id);

class Workplace {
  async start() {
    workplace.hidden = false;
    this.server = new Server(workplace.dataset.book, workplace.dataset.sheet);
    this.table = new Table(part("grid"));
    await this.#show(this.server.read(), "");
    this.#listen();
    this.#look();
  }

  #listen() {
    const grid = part("grid");
    grid.addEventListener("keydown", (event) => this.#pressed(event));
    grid.addEventListener("mousedown", (event) => {
      const place = event.target.closest("td");
      if (!place || place.classList.contains("editing")) return;
      event.preventDefault();
      this.finish();
      grid.focus({ preventScroll: true });
      this.table.choose(Number(place.dataset.row), Number(place.dataset.column));
    });
    grid.addEventListener("dblclick", (event) => { if (event.target.closest("td")) this.edit(); });
    const press = (id, work) => part(id).addEventListener("click", () => work(this.table.row, this.table.column));
    press("add-row", () => this.#addRow());
    press("delete-row", (row) => this.#change("row", "delete", row, undefined, "De rij is weg."));
    press("rename-column", (_row, column) => { this.table.choose(0, column); part("grid").focus(); this.edit(); });
    press("insert-column", (_row, column) => this.#change("column", "insert", column, undefined, "De kolom staat er."));
    press("delete-column", (_row, column) => this.#change("column", "delete", column, undefined, "De kolom is weg."));
    press("move-left", (_row, column) => this.#move(column, column - 1));
    press("move-right", (_row, column) => this.#move(column, column + 1));
  }

  #pressed(event) {
    if (event.target.tagName === "INPUT") return this.#pressedWhileTyping(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { table } = this;
    if (ARROWS[event.key]) table.choose(table.row + ARROWS[event.key][0], table.column + ARROWS[event.key][1]);
    else if (event.key === "Home") table.choose(table.row, 0);
    else if (event.key === "End") table.choose(table.row, table.size.columns - 1);
    else if (event.key === "PageDown") table.choose(table.row + 15, table.column);
    else if (event.key === "PageUp") table.choose(table.row - 15, table.column);
    else if (event.key === "Enter" || event.key === "F2") this.edit();
    else if (event.key === "Delete" || event.key === "Backspace") this.#write(table.row, table.column, "");
    else if (event.key.length === 1) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  #pressedWhileTyping(event) {
    const { table } = this;
    if (event.key === "Escape") this.finish(false);
    else if (event.key === "Enter") { this.finish(); table.choose(table.row + 1, table.column); }
    else if (event.key === "Tab") { this.finish(); table.choose(table.row, table.column + (event.shiftKey ? -1 : 1)); }
    else return;
    event.preventDefault();
    event.stopPropagation();
    part("grid").focus();
  }

  // Opens the chosen cell; what was typed already takes the place of what stood there.
  edit(typed) {
    const { row, column } = this.table, place = this.table.at();
    if (!place || this.editing) return;
    const before = this.state.formulas[`${row},${column}`] ?? this.state.cells[row]?.[column] ?? "";
    const input = document.createElement("input");
    input.setAttribute("aria-label", `Cel ${place.id.slice(5)}`);
    input.value = typed ?? before;
    place.classList.add("editing");
    place.replaceChildren(input);
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
    input.addEventListener("blur", () => this.finish());
    this.editing = { row, column, before, input, place };
  }

  finish(keep = true) {
    const { editing } = this;
    if (!editing) return;
    this.editing = undefined;
    editing.place.classList.remove("editing");
    const changed = keep && editing.input.value !== editing.before;
    editing.place.textContent = changed ? editing.input.value : this.state.cells[editing.row]?.[editing.column] ?? "";
    if (changed) this.#write(editing.row, editing.column, editing.input.value);
  }

  #write(row, column, value) { return this.#show(this.server.write(row, column, value), "Bewaard."); }

  #change(kind, action, at, to, done) { this.finish(); return this.#show(this.server.change(kind, action, at, to), done); }

  async #addRow() {
    this.finish();
    const at = this.state.filled;
    await this.#change("row", "insert", at, undefined, "Er staat een lege rij klaar.");
    this.table.choose(at, 0);
    part("grid").focus();
  }

  async #move(from, to) {
    if (to < 0 || to >= this.state.columns) return this.#tell("Verder kan de kolom niet.");
    await this.#change("column", "move", from, to, "De kolom is verplaatst.");
    this.table.choose(this.table.row, to);
  }

  async #show(asked, done) {
    try {
      this.state = await asked;
      this.table.draw(this.state);
      part("count").textContent = `${this.state.filled} rijen gevuld` + (this.state.more ? `, waarvan ${this.state.more} hier niet staan` : "");
      this.#tell(done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#tell(error.message);
      if (this.state) this.table.draw(this.state);
    }
  }

  #tell(text) { if (text !== undefined) part("status").textContent = text; }

  // Follows what a program writes, without disturbing who types.
  async #look() {
    for (;;) {
      await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
      if (document.hidden || this.editing) continue;
      try {
        const { version } = await this.server.version();
        if (version !== this.state.version && !this.editing) await this.#show(this.server.read());
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }
}

new Workplace().start();
