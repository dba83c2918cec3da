// Talks to /rekenbladen/api/<book>/<sheet>; every refusal is a Dutch sentence.

export class Refusal extends Error {}

export class Server {
  constructor(book, sheet) {
    this.root = `/rekenbladen/api/${encodeURIComponent(book)}/${sheet}`;
  }

  read() { return this.#ask(""); }
  version() { return this.#ask("/version"); }
  write(row, column, value) { return this.#ask(`/cells/${row}/${column}`, "PUT", { value }); }
  change(kind, action, at, to) { return this.#ask(`/${kind}/${action}`, "POST", { at, to }); }

  async #ask(path, method = "GET", body = undefined) {
    const headers = { "X-Requested-With": "museumflow-sheets" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(body);
    }
    let response;
    try {
      response = await fetch(this.root + path, { method, headers, body });
    } catch {
      throw new Refusal("De sandbox antwoordt niet. Draait hij nog? Probeer het daarna opnieuw.");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new Refusal(typeof answer.error === "string" ? answer.error : "Dit lukte niet. Probeer het opnieuw.");
    }
    return answer;
  }
}
