// Draws the part of the grid that is in sight. The grid itself keeps the focus; the active cell
// is named by aria-activedescendant, so that a row that scrolls out takes no focus with it.

import { content, element, kindOf } from "./show.js";

export const ROW_PX = 38;
const MORE_ROWS = 6;
const OPENER_PX = 52;
const WIDTHS = { multilineText: 260, richText: 260, multipleRecordLinks: 240, multipleSelects: 240, checkbox: 110, date: 150, dateTime: 200, multipleAttachments: 170, number: 120, singleSelect: 195, url: 220 };

export class View {
  constructor(grid, fields, rows) {
    Object.assign(this, { grid, fields, rows, drawn: new Map(), active: { row: 0, column: 1 }, saving: new Set() });
    this.narrow = matchMedia("(max-width: 40rem)");
    this.head = element("div", { role: "row", class: "row head", "aria-rowindex": "1" });
    this.body = element("div", { role: "rowgroup", class: "body" });
    grid.replaceChildren(this.head, this.body);
    this.#take(fields);
    this.narrow.addEventListener("change", () => { this.#measure(); this.redraw(); });
    grid.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(grid);
  }

  #take(fields) {
    this.columns = [{ id: "", width: OPENER_PX }, ...fields.map((field) => ({ ...field, width: 0 }))];
    this.grid.setAttribute("aria-colcount", this.columns.length);
    this.#measure();
  }

  /** Show these fields from now on. */
  setFields(fields) {
    this.#take(fields);
    this.redraw();
  }

  #measure() {
    this.columns[0].width = this.narrow.matches ? 44 : OPENER_PX;
    let left = 0;
    this.columns.forEach((column, place) => {
      if (place > 0) column.width = place === 1 ? (this.narrow.matches ? 148 : 280) : this.#width(column);
      column.left = left;
      left += column.width;
    });
    this.width = left;
    this.head.style.width = this.body.style.width = `${left}px`;
  }

  /** Wide enough for what stands in it, and for most names. */
  #width(column) {
    const name = Math.min(230, column.name.length * 9 + 40);
    return Math.max(WIDTHS[column.type] ?? 190, name);
  }

  drawHead() {
    const { sort, direction } = this.rows.query;
    this.head.replaceChildren(...this.columns.map((column, place) => {
      const order = column.id && column.id === sort ? (direction === "desc" ? "descending" : "ascending") : undefined;
      const cell = element("div", { role: "columnheader", class: `cell ${order ?? ""}`, "aria-colindex": place + 1, "aria-sort": order, title: column.help || undefined, "data-column": place });
      cell.append(place ? element("span", { class: "name" }, column.name) : element("span", { class: "unseen" }, "Rij openen"));
      if (column.computed) cell.append(element("span", { class: "unseen" }, " (rekent de tabel zelf uit)"));
      return this.#placed(cell, place, -1);
    }));
  }

  #placed(cell, place, row) {
    const column = this.columns[place];
    cell.style.width = `${column.width}px`;
    if (place < 2) {
      cell.classList.add("fixed");
      cell.style.left = `${column.left}px`;
    }
    this.#mark(cell, row, place);
    return cell;
  }

  #mark(cell, row, place) {
    const active = this.active.row === row && this.active.column === place;
    cell.classList.toggle("active", active);
    if (active) cell.id = "active-cell";
    else cell.removeAttribute("id");
  }

  /** Draw everything anew. */
  redraw() {
    this.drawn.forEach((one) => one.element.remove());
    this.drawn.clear();
    this.drawHead();
    this.draw();
  }

  /** Draw the rows in sight that are not there yet, or that changed. */
  draw() {
    const { total } = this.rows;
    this.grid.setAttribute("aria-rowcount", total + 1);
    this.body.style.height = `${total * ROW_PX}px`;
    this.body.hidden = total === 0;
    const first = Math.max(0, Math.floor(this.grid.scrollTop / ROW_PX) - MORE_ROWS);
    const last = Math.min(total, Math.ceil((this.grid.scrollTop + this.grid.clientHeight) / ROW_PX) + MORE_ROWS);
    for (const [index, one] of this.drawn) {
      if (index < first || index >= last) { one.element.remove(); this.drawn.delete(index); }
    }
    for (let index = first; index < last; index += 1) this.#drawRow(index);
    this.#announce();
  }

  #drawRow(index) {
    const row = this.rows.at(index);
    const known = this.drawn.get(index);
    if (known && known.row === row) return;
    const made = element("div", { role: "row", class: "row", "aria-rowindex": index + 2, "data-row": index });
    made.style.transform = `translateY(${index * ROW_PX}px)`;
    this.columns.forEach((column, place) => made.append(this.#cell(index, place, column, row)));
    if (known) known.element.replaceWith(made);
    else this.body.append(made);
    this.drawn.set(index, { row, element: made });
  }

  #cell(index, place, column, row) {
    const role = place === 1 ? "rowheader" : "gridcell";
    const cell = element("div", { role, class: `cell ${kindOf(column)}`, "aria-colindex": place + 1, "data-column": place });
    if (place === 0) {
      cell.classList.add("opener");
      cell.append(element("span", { class: "unseen" }, "Open rij "), element("span", { class: "number" }, String(index + 1)));
    } else if (row) {
      const shown = content(column, row.cells[column.id]);
      if (place === 1 && !shown.length) shown.push(element("span", { class: "clear" }, "Zonder naam"));
      cell.append(...shown);
      if (column.computed) cell.setAttribute("aria-readonly", "true");
      cell.classList.toggle("saving", this.saving.has(`${row.id}/${column.id}`));
    } else {
      cell.classList.add("coming");
    }
    return this.#placed(cell, place, index);
  }

  /** Make a cell the active one and bring it into sight. */
  activate(row, column, { scroll = true } = {}) {
    const before = this.cell();
    this.active = {
      row: Math.max(-1, Math.min(row, this.rows.total - 1)),
      column: Math.max(0, Math.min(column, this.columns.length - 1)),
    };
    if (before) { before.classList.remove("active"); before.removeAttribute("id"); }
    if (scroll) this.#intoSight();
    this.draw();
    const now = this.cell();
    if (now) this.#mark(now, this.active.row, this.active.column);
    this.#announce();
  }

  #intoSight() {
    const { grid, active, columns } = this;
    const head = this.head.offsetHeight;
    const top = active.row * ROW_PX;
    if (active.row >= 0) {
      if (top < grid.scrollTop) grid.scrollTop = top;
      const bottom = top + ROW_PX + head - grid.clientHeight;
      if (bottom > grid.scrollTop) grid.scrollTop = bottom;
    }
    if (active.column < 2) return;
    const fixed = columns[0].width + columns[1].width;
    const column = columns[active.column];
    if (column.left - fixed < grid.scrollLeft) grid.scrollLeft = column.left - fixed;
    const right = column.left + column.width - grid.clientWidth;
    if (right > grid.scrollLeft) grid.scrollLeft = Math.min(right, column.left - fixed);
  }

  #announce() {
    if (this.cell()) this.grid.setAttribute("aria-activedescendant", "active-cell");
    else this.grid.removeAttribute("aria-activedescendant");
  }

  /** The element of the active cell, or of another one; undefined when it is out of sight. */
  cell(row = this.active.row, column = this.active.column) {
    const line = row < 0 ? this.head : this.drawn.get(row)?.element;
    return line?.children[column];
  }

  /** The place of a cell that an event happened in. */
  placeOf(target) {
    const cell = target.closest?.("[data-column]");
    if (!cell || !this.grid.contains(cell)) return null;
    const line = cell.closest("[data-row]");
    return { row: line ? Number(line.dataset.row) : -1, column: Number(cell.dataset.column) };
  }
}
