// Talks to /tabellen/api/<table>; every refusal is a Dutch sentence.

export class Refusal extends Error {}

export class Server {
  constructor(tableId) {
    this.root = `/tabellen/api/${encodeURIComponent(tableId)}`;
  }

  describe() { return this.#ask(""); }
  version() { return this.#ask("/version"); }
  rows(query, offset, limit) { return this.#ask(`/rows?${parameters({ ...query, offset, limit })}`); }
  position(query, id) { return this.#ask(`/rows/${id}/position?${parameters(query)}`); }
  choices(fieldId, search) { return this.#ask(`/choices/${fieldId}?${parameters({ search })}`); }
  add() { return this.#ask("/rows", "POST", {}); }
  write(id, field, value) { return this.#ask(`/rows/${id}`, "PATCH", { field, value }); }
  remove(id) { return this.#ask(`/rows/${id}`, "DELETE"); }

  attach(id, fieldId, file) {
    const form = new FormData();
    form.append("file", file, file.name);
    return this.#ask(`/rows/${id}/files/${fieldId}`, "POST", form);
  }

  async #ask(path, method = "GET", body = undefined) {
    const headers = { "X-Requested-With": "museumflow-grid" };
    if (body !== undefined && !(body instanceof FormData)) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(body);
    }
    let response;
    try {
      response = await fetch(this.root + path, { method, headers, body });
    } catch {
      throw new Refusal("De sandbox antwoordt niet. Draait hij nog? Probeer het daarna opnieuw.");
    }
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Refusal(typeof answer.error === "string" ? answer.error : "Dit lukte niet. Probeer het opnieuw.");
    }
    return answer;
  }
}

function parameters(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value !== undefined));
}
