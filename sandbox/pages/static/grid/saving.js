// Writes cells and remembers what was there, so that the last change can be undone.

import { toWire } from "./values.js";

const REMEMBERED = 100;

export class Saver {
  constructor({ server, rows, view, fields, tell }) {
    Object.assign(this, { server, rows, view, fields, tell, done: [] });
  }

  /** Write a shown value; returns an empty text, or the sentence that says what went wrong. */
  async save(row, field, value, { undoing = false } = {}) {
    const before = row.cells[field.id];
    if (!undoing && JSON.stringify(toWire(field, before)) === JSON.stringify(toWire(field, value))) return "";
    this.#show(row.id, field, value, true);
    try {
      const answer = await this.server.write(row.id, field.id, toWire(field, value));
      this.#saved(row.id, field);
      this.rows.written(answer);
      if (!undoing) this.#remember(row.id, field, before);
      this.tell("Bewaard.");
      return "";
    } catch (error) {
      this.#show(row.id, field, before, false);
      return error.message;
    }
  }

  /** Add files to a cell, one after the other. */
  async attach(row, field, files) {
    const before = row.cells[field.id];
    this.tell(files.length > 1 ? "Bestanden worden bewaard …" : "Het bestand wordt bewaard …");
    try {
      for (const file of files) {
        const answer = await this.server.attach(row.id, field.id, file);
        this.rows.written(answer);
      }
      this.#remember(row.id, field, before);
      this.tell("Bewaard.");
      return "";
    } catch (error) {
      this.tell("");
      return error.message;
    }
  }

  /** Put back what stood in the cell that was changed last; returns where, or nothing. */
  async undo() {
    const last = this.done.pop();
    if (!last) { this.tell("Er is niets om ongedaan te maken."); return null; }
    const row = this.rows.find(last.id) ?? { id: last.id, cells: {} };
    const trouble = await this.save(row, last.field, last.before, { undoing: true });
    this.tell(trouble || `Ongedaan gemaakt: ${last.field.name}.`);
    return { id: last.id, field: last.field, trouble };
  }

  #remember(id, field, before) {
    this.done.push({ id, field, before });
    if (this.done.length > REMEMBERED) this.done.shift();
  }

  #saved(id, field) {
    this.view.saving.delete(`${id}/${field.id}`);
  }

  #show(id, field, value, saving) {
    const key = `${id}/${field.id}`;
    if (saving) this.view.saving.add(key);
    else this.view.saving.delete(key);
    const row = this.rows.find(id);
    if (row) this.rows.put({ ...row, cells: { ...row.cells, [field.id]: value ?? undefined } });
  }
}
