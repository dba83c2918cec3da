// The rows of a table, fetched by window and kept; a change elsewhere makes them stale, not gone.

const WINDOW = 100;

export class Rows extends EventTarget {
  constructor(server) {
    super();
    this.server = server;
    this.query = { search: "", sort: "", direction: "" };
    this.total = 0;
    this.version = -1;
    this.windows = new Map();
    this.generation = 0;
  }

  /** The row at a place, or undefined while it is on its way. */
  at(index) {
    const number = Math.floor(index / WINDOW);
    const found = this.windows.get(number);
    if (!found || (found.stale && !found.asking)) this.#fetch(number);
    return this.windows.get(number)?.rows[index % WINDOW];
  }

  /** Where a row stands among the rows that are here; -1 when it is not. */
  placeOf(id) {
    for (const [number, one] of this.windows) {
      const place = one.rows.findIndex((row) => row.id === id);
      if (place >= 0) return number * WINDOW + place;
    }
    return -1;
  }

  find(id) {
    const place = this.placeOf(id);
    return place < 0 ? undefined : this.at(place);
  }

  /** Ask for other rows, or the same in another order. */
  async ask(query) {
    this.query = { ...this.query, ...query };
    this.generation += 1;
    this.windows.clear();
    this.version = -1;
    await this.#fetch(0);
  }

  /** Put the new content of a row in its place. */
  put(row) {
    for (const one of this.windows.values()) {
      const place = one.rows.findIndex((known) => known.id === row.id);
      if (place >= 0) one.rows[place] = row;
    }
    this.#tell();
  }

  /** Take in the answer to a write of our own; when others wrote too, the next look finds it. */
  written(answer) {
    if (answer.version === this.version + 1) this.version = answer.version;
    this.put(answer.row);
  }

  /** Fetch again what is looked at; the rest when it is. */
  refresh() {
    for (const one of this.windows.values()) one.stale = true;
    this.generation += 1;
    this.#tell();
  }

  async #fetch(number) {
    const held = this.windows.get(number) ?? { rows: [], stale: true };
    if (held.asking === this.generation) return held.coming;
    held.asking = this.generation;
    this.windows.set(number, held);
    held.coming = this.#load(number, held, this.generation);
    return held.coming;
  }

  async #load(number, held, generation) {
    try {
      const answer = await this.server.rows(this.query, number * WINDOW, WINDOW);
      if (generation !== this.generation) return;
      if (this.version < 0) this.version = answer.version;
      // An answer that was on its way while a cell was written is asked for again.
      Object.assign(held, { rows: answer.rows, stale: answer.version < this.version });
      this.total = answer.total;
      this.#trim(number);
      this.#tell();
    } catch (error) {
      this.dispatchEvent(new CustomEvent("trouble", { detail: error.message }));
    } finally {
      if (held.asking === generation) held.asking = undefined;
    }
  }

  #trim(around) {
    for (const number of this.windows.keys()) {
      if (Math.abs(number - around) > 20) this.windows.delete(number);
    }
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
