// The grid page: puts the parts together.

import { Columns } from "./columns.js";
import { Keyboard } from "./keyboard.js";
import { openEditor } from "./editors.js";
import { openFiles } from "./files.js";
import { Panel } from "./panel.js";
import { openPicker } from "./pickers.js";
import { complain, hush, isOpen } from "./popover.js";
import { Pointer } from "./pointer.js";
import { Rows } from "./rows.js";
import { Saver } from "./saving.js";
import { Server } from "./server.js";
import { PICKED_TYPES, isEditable } from "./values.js";
import { View } from "./view.js";

const LOOK_EVERY_MS = 1500;
const workplace = document.getElementById("workplace");
const part = (id) => document.getElementById(id);

class Workplace {
  async start() {
    workplace.hidden = false;
    document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    this.grid = part("grid");
    this.server = new Server(workplace.dataset.table);
    const table = await this.server.describe();
    this.columns = new Columns(part("columns"), table.fields, () => this.columnsChanged());
    this.fields = this.columns.shown();
    this.rows = new Rows(this.server);
    this.view = new View(this.grid, this.fields, this.rows);
    this.saver = new Saver({ ...this, tell: (text) => this.tell(text) });
    this.panel = new Panel({
      box: part("panel"), fields: table.fields,
      save: (row, field, value) => this.saver.save(row, field, value),
      attach: (row, field, files) => this.saver.attach(row, field, files),
      pick: (field, value, anchor, chosen) => openPicker({ field, value, anchor, server: this.server, commit: (now) => { if (now !== undefined) chosen(now); }, close: () => anchor()?.querySelector("button")?.focus() }),
      remove: (row) => this.removeRow(row), step: (by) => this.stepPanel(by), closed: () => this.grid.focus(),
    });
    this.rows.addEventListener("change", () => this.changed());
    this.rows.addEventListener("trouble", (event) => this.tell(event.detail));
    this.keyboard = new Keyboard(this);
    this.pointer = new Pointer(this);
    this.#listen();
    this.view.drawHead();
    // Somebody may have typed before the page was ready.
    await this.rows.ask({ search: part("search").value });
    this.view.activate(0, 1);
    this.#look();
    await this.#openLinked();
  }

  /** Open the row that the address names ("#rec…"), as a link to one row does. */
  async #openLinked() {
    const id = location.hash.slice(1);
    if (!id.startsWith("rec")) return;
    const { position } = await this.server.position(this.rows.query, id);
    if (position < 0) { this.tell("Deze rij is er niet (meer)."); return; }
    this.view.activate(position, 1);
    await this.#arrived(position);
    this.openRow();
  }

  #listen() {
    let typing;
    part("search").addEventListener("input", (event) => {
      clearTimeout(typing);
      typing = setTimeout(() => this.ask({ search: event.target.value }), 150);
    });
    part("add").addEventListener("click", () => this.addRow());
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z" && !event.target.closest("input, textarea")) {
        event.preventDefault();
        this.undo();
      }
    });
  }

  /** Other people's changes: a counter is asked for while the page is looked at. */
  async #look() {
    const again = () => setTimeout(() => this.#look(), LOOK_EVERY_MS);
    if (document.hidden) { again(); return; }
    try {
      const { version } = await this.server.version();
      if (version !== this.rows.version && this.view.saving.size === 0) {
        this.rows.version = version;
        this.rows.refresh();
      }
      if (this.away) { this.away = false; this.tell("De sandbox antwoordt weer."); }
    } catch (error) {
      this.away = true;
      this.tell(error.message);
    }
    again();
  }

  tell(text) { part("status").textContent = text; }

  changed() {
    const { total } = this.rows;
    const searched = this.rows.query.search.trim() !== "";
    const count = total === 1 ? "1 rij" : `${total.toLocaleString("nl-NL")} rijen`;
    if (part("count").textContent !== count) part("count").textContent = searched && total === 0 ? "Niets gevonden" : count;
    this.view.draw();
    const row = this.panel.isOpen && this.rows.find(this.panel.row.id);
    if (row) this.panel.show(row);
  }

  /** The same list stays in use everywhere: its content changes. */
  columnsChanged() {
    const { row, field } = this.here();
    this.fields.splice(0, this.fields.length, ...this.columns.shown());
    this.view.setFields(this.fields);
    this.view.activate(row ? this.rows.placeOf(row.id) : 0, Math.max(this.fields.indexOf(field) + 1, 1));
  }

  async ask(query) {
    await this.rows.ask(query);
    this.grid.scrollTop = 0;
    this.view.redraw();
    this.view.activate(Math.min(0, this.rows.total - 1), this.view.active.column, { scroll: false });
  }

  sortBy(column) {
    const { sort, direction } = this.rows.query;
    const field = this.view.columns[column];
    if (!field.id) return;
    if (sort !== field.id) this.ask({ sort: field.id, direction: "asc" });
    else if (direction === "asc") this.ask({ sort: field.id, direction: "desc" });
    else this.ask({ sort: "", direction: "" });
  }

  /** The row and field of the active cell. */
  here() {
    const { row, column } = this.view.active;
    const field = column > 0 ? this.fields[column - 1] : null;
    return { row: row >= 0 ? this.rows.at(row) : undefined, field };
  }

  /** Start to change the active cell; `started` when a typed character began it. */
  edit(started = false) {
    hush();
    const { row, field } = this.here();
    if (!row || !field) { if (row) this.openRow(); return; }
    const at = { ...this.view.active };
    const anchor = () => this.view.cell(this.rows.placeOf(row.id), at.column);
    if (!isEditable(field)) {
      complain(anchor, field.computed ? `“${field.name}” rekent de tabel zelf uit: u kunt het niet wijzigen.` : "Dit soort veld kunt u hier niet wijzigen.");
      return;
    }
    const value = row.cells[field.id];
    const close = () => this.grid.focus({ preventScroll: true });
    const commit = (now, move) => this.commit(row, field, now, move);
    if (field.type === "checkbox") this.commit(row, field, value ? undefined : true, "", true);
    else if (field.type === "multipleAttachments") {
      openFiles({ field, files: value ?? [], anchor, close, add: (files) => this.attach(row, field, files), remove: (file) => commit(value.filter((one) => one.id !== file.id), "") });
    } else if (PICKED_TYPES.has(field.type)) openPicker({ field, value, anchor, server: this.server, commit, close });
    else openEditor({ field, value, anchor, started, commit, close });
  }

  /** Write what was filled in, and go where the key said. */
  async commit(row, field, value, move, always = false) {
    this.keyboard.move(move);
    if (value === undefined && !always) return;
    const message = await this.saver.save(this.rows.find(row.id) ?? row, field, value);
    if (message) this.#complainAt(row.id, field, message);
  }

  async attach(row, field, files) {
    const message = await this.saver.attach(row, field, files);
    if (message) this.#complainAt(row.id, field, message);
  }

  #complainAt(id, field, message) {
    const column = this.fields.indexOf(field) + 1;
    const place = this.rows.placeOf(id);
    if (place >= 0 && !isOpen()) this.view.activate(place, column);
    complain(() => this.view.cell(this.rows.placeOf(id), column), message);
  }

  async undo() {
    const undone = await this.saver.undo();
    const place = undone ? this.rows.placeOf(undone.id) : -1;
    if (place >= 0) this.view.activate(place, this.fields.indexOf(undone.field) + 1);
  }

  async addRow() {
    try {
      const { row } = await this.server.add();
      part("search").value = "";
      await this.rows.ask({ search: "", sort: "", direction: "" });
      const { position } = await this.server.position(this.rows.query, row.id);
      this.view.redraw();
      this.view.activate(position, 1);
      await this.#arrived(position);
      this.grid.focus();
      this.edit();
      this.tell("Rij toegevoegd.");
    } catch (error) {
      this.tell(error.message);
    }
  }

  #arrived(position) {
    return new Promise((done) => {
      const look = () => { if (this.rows.at(position)) { this.rows.removeEventListener("change", look); done(); } };
      this.rows.addEventListener("change", look);
      look();
    });
  }

  async removeRow(row) {
    try {
      await this.server.remove(row.id);
      this.panel.close();
      this.rows.refresh();
      this.tell("Rij verwijderd.");
    } catch (error) {
      this.tell(error.message);
    }
  }

  openRow() {
    const { row } = this.here();
    if (row) this.panel.show(row, { focus: true });
  }

  async stepPanel(by) {
    const place = this.rows.placeOf(this.panel.row.id) + by;
    if (place < 0 || place >= this.rows.total) return;
    this.view.activate(place, this.view.active.column);
    await this.#arrived(place);
    this.panel.show(this.rows.at(place));
  }
}

new Workplace().start().catch((error) => {
  workplace.hidden = false;
  part("status").textContent = error.message;
});
