// Mouse, finger and dropped files in the grid.

export class Pointer {
  constructor(workplace) {
    this.workplace = workplace;
    const { grid } = workplace;
    grid.addEventListener("click", (event) => this.#click(event));
    grid.addEventListener("dragover", (event) => this.#over(event));
    grid.addEventListener("dragleave", () => this.#aim(null));
    grid.addEventListener("drop", (event) => this.#drop(event));
  }

  #click(event) {
    const { workplace } = this;
    const { view } = workplace;
    const place = view.placeOf(event.target);
    if (!place) return;
    if (place.row < 0) { workplace.sortBy(place.column); return; }
    const again = view.active.row === place.row && view.active.column === place.column && this.clicked;
    this.clicked = true;
    view.activate(place.row, place.column);
    if (place.column === 0) workplace.openRow();
    else if (again || event.target.closest(".tick")) workplace.edit();
    else if (workplace.panel.isOpen) workplace.panel.show(workplace.rows.at(place.row));
  }

  #target(event) {
    const place = this.workplace.view.placeOf(event.target);
    if (!place || place.row < 0) return null;
    const field = this.workplace.fields[place.column - 1];
    return field?.type === "multipleAttachments" && !field.computed ? { ...place, field } : null;
  }

  #over(event) {
    const target = this.#target(event);
    event.preventDefault();
    event.dataTransfer.dropEffect = target ? "copy" : "none";
    this.#aim(target ? this.workplace.view.cell(target.row, target.column) : null);
  }

  #aim(cell) {
    if (this.aimed === cell) return;
    this.aimed?.classList.remove("dropping");
    cell?.classList.add("dropping");
    this.aimed = cell;
  }

  #drop(event) {
    event.preventDefault();
    this.#aim(null);
    const target = this.#target(event);
    const row = target && this.workplace.rows.at(target.row);
    if (!row || !event.dataTransfer.files.length) return;
    this.workplace.view.activate(target.row, target.column);
    this.workplace.attach(row, target.field, [...event.dataTransfer.files]);
  }
}
