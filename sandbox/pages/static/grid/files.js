// Files in a cell: look, add by choosing or dropping, take away.

import { closePopover, openPopover } from "./popover.js";
import { element, thumbnail } from "./show.js";

/** A list of files with buttons; used over a cell and in the panel. */
export function fileList({ field, files, add, remove }) {
  const input = element("input", { type: "file", multiple: true, class: "unseen", "aria-label": `Bestand kiezen voor ${field.name}`, tabindex: "-1" });
  input.addEventListener("change", () => { if (input.files.length) add([...input.files]); });
  const items = files.map((file) => element("li", {},
    element("a", { href: file.url, target: "_blank", rel: "noopener" }, thumbnail(file, false), element("span", { class: "file-name" }, file.name)),
    element("button", { type: "button", class: "drop", "aria-label": `${file.name} weghalen`, onclick: () => remove(file) }, "×")));
  const choose = element("button", { type: "button", class: "choose", onclick: () => input.click() }, "Bestand kiezen");
  const box = element("div", { class: "files" }, ...(items.length ? [element("ul", {}, ...items)] : []), input, choose,
    element("p", { class: "hint" }, "Of sleep een bestand hierheen."));
  acceptDrops(box, add);
  return box;
}

/** Open the list of files at a cell. */
export function openFiles({ field, files, anchor, add, remove, close }) {
  const list = fileList({ field, files, add: (chosen) => { closePopover(false); add(chosen); }, remove: (file) => { closePopover(false); remove(file); } });
  const box = element("div", { class: "picker", role: "dialog", "aria-label": field.name }, list);
  openPopover({ anchor, box, width: 300, close });
  box.querySelector(".choose").focus();
}

function acceptDrops(box, add) {
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("dropping"); });
  box.addEventListener("dragleave", () => box.classList.remove("dropping"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    box.classList.remove("dropping");
    if (event.dataTransfer.files.length) add([...event.dataTransfer.files]);
  });
}
