// What “Can I email” knows of the mails given: which mail programs lack a feature that they use, or
// have it in part. Usage: node can_i_email.mjs MAIL.html … → {"errors": {feature: [client, …]}, …}
import { readFile } from "node:fs/promises";
import { argv, stdout } from "node:process";
import { doIUseEmail } from "doiuse-email";

const CLIENTS = ["apple-mail", "gmail", "outlook", "yahoo", "thunderbird", "samsung-email"];
const SAID = /^`(.+)` is (?:not|only partially) supported by `(.+)`$/;
const found = { errors: {}, warnings: {} };
for (const path of argv.slice(2)) {
  const emailClients = CLIENTS.map((name) => `${name}.*`);
  const result = doIUseEmail(await readFile(path, "utf8"), { emailClients });
  for (const kind of Object.keys(found)) {
    for (const line of result[kind] ?? []) {
      const [, feature, client] = SAID.exec(line);
      (found[kind][feature] ??= new Set()).add(client);
    }
  }
}
const plain = (sets) =>
  Object.fromEntries(Object.entries(sets).sort().map(([name, set]) => [name, [...set].sort()]));
stdout.write(JSON.stringify({ errors: plain(found.errors), warnings: plain(found.warnings) }));
