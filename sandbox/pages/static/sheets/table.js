// The cells as a table: draws what changed, and knows which cell is chosen.

export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}

export class Table {
  constructor(grid) {
    this.grid = grid;
    this.row = 0;
    this.column = 0;
    this.size = { rows: 0, columns: 0 };
  }

  draw(state) {
    const head = this.grid.tHead, body = this.grid.tBodies[0];
    if (state.columns !== this.size.columns) {
      head.replaceChildren(line("tr", [heading("Rij", "col"), ...count(state.columns).map((at) => heading(letters(at), "col"))]));
      body.replaceChildren();
    }
    while (body.rows.length > state.rows) body.lastElementChild.remove();
    while (body.rows.length < state.rows) {
      const at = body.rows.length;
      body.append(line("tr", [heading(String(at + 1), "row"), ...count(state.columns).map((column) => cell(at, column))]));
    }
    this.size = { rows: state.rows, columns: state.columns };
    for (const at of count(state.rows)) {
      for (const column of count(state.columns)) {
        const place = body.rows[at].cells[column + 1], text = state.cells[at]?.[column] ?? "";
        if (!place.classList.contains("editing") && place.textContent !== text) place.textContent = text;
      }
    }
    this.choose(this.row, this.column);
  }

  at(row = this.row, column = this.column) {
    return this.grid.tBodies[0].rows[row]?.cells[column + 1];
  }

  choose(row, column) {
    this.at()?.setAttribute("aria-selected", "false");
    this.row = Math.max(0, Math.min(row, this.size.rows - 1));
    this.column = Math.max(0, Math.min(column, this.size.columns - 1));
    const place = this.at();
    if (!place) return;
    place.setAttribute("aria-selected", "true");
    this.grid.setAttribute("aria-activedescendant", place.id);
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function count(size) { return [...Array(size).keys()]; }

function line(tag, parts) {
  const made = document.createElement(tag);
  made.append(...parts);
  return made;
}

function heading(text, scope) {
  const made = document.createElement("th");
  made.scope = scope;
  made.textContent = text;
  return made;
}

function cell(row, column) {
  const made = document.createElement("td");
  made.id = `cell-${row}-${column}`;
  made.setAttribute("role", "gridcell");
  made.setAttribute("aria-selected", "false");
  made.dataset.row = row;
  made.dataset.column = column;
  return made;
}
