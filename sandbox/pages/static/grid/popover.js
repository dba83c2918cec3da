// One thing at a time stands over the grid: an editor or a picker, beside what it belongs to.

import { element } from "./show.js";

let open = null;

/** Whether something stands open. */
export const isOpen = () => open !== null;

/** Close what stands open: kept as it is now, or not. */
export function closePopover(keep = true) {
  const closing = open;
  if (!closing) return;
  open = null;
  const done = closing.close;
  closing.stop.abort();
  const result = keep ? closing.keep : closing.leave;
  result?.();
  closing.box.remove();
  done?.();
}

/**
 * Open a box at an anchor (a function that gives an element, or nothing while it is out of sight).
 * `keep` runs when it closes by a click elsewhere, `leave` on Escape, `close` after either.
 */
export function openPopover({ anchor, box, cover = false, width = 0, keep, leave, close }) {
  closePopover();
  const stop = new AbortController();
  open = { box, keep, leave, close, stop };
  document.querySelector("main").append(box);
  box.classList.add("over");
  const place = () => stand(box, anchor(), cover, width);
  place();
  const options = { signal: stop.signal };
  addEventListener("resize", place, options);
  document.addEventListener("scroll", (event) => { if (!box.contains(event.target)) place(); }, { ...options, capture: true, passive: true });
  document.addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) closePopover(); }, { ...options, capture: true });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) closePopover();
  }, options);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); closePopover(false); }
  }, options);
  return { place };
}

function stand(box, target, cover, width) {
  if (!target?.isConnected) return;
  const at = target.getBoundingClientRect();
  const wide = Math.min(Math.max(at.width, width), innerWidth - 16);
  box.style.width = `${wide}px`;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - wide - 8))}px`;
  if (cover) {
    box.style.minHeight = `${at.height}px`;
    box.style.top = `${Math.max(0, Math.min(at.top, innerHeight - box.offsetHeight - 8))}px`;
    return;
  }
  const below = innerHeight - at.bottom;
  const above = below < box.offsetHeight + 8 && at.top > below;
  box.style.top = above ? `${Math.max(8, at.top - box.offsetHeight - 4)}px` : `${Math.max(8, Math.min(at.bottom + 4, innerHeight - box.offsetHeight - 8))}px`;
}

let bubble = null;

/** Say beside a cell what went wrong; it stays until the next thing that one does. */
export function complain(anchor, message) {
  hush();
  bubble = element("div", { class: "over complaint", role: "alert" }, message);
  document.querySelector("main").append(bubble);
  stand(bubble, anchor() ?? document.getElementById("grid"), false, 300);
  const options = { once: true, capture: true };
  setTimeout(() => { addEventListener("keydown", hush, options); addEventListener("pointerdown", hush, options); }, 300);
}

export function hush() {
  bubble?.remove();
  bubble = null;
}
