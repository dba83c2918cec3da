// The remembered yes to the map: kept in this browser only, and forgotten at the press of a button.
const REMEMBERED = "map-allowed";
const kept = document.querySelector("[data-map-kept]");
const status = document.querySelector("[data-map-status]");

window.mapChoice = {
  isYes() {
    try {
      return localStorage.getItem(REMEMBERED) === "yes";
    } catch {
      return false; // the browser keeps nothing for us: then we ask each time
    }
  },
  remember() {
    try {
      localStorage.setItem(REMEMBERED, "yes");
    } catch {
      return; // as above; there is nothing to forget either
    }
    kept.hidden = false;
    status.textContent = "";
  },
};

kept.hidden = !window.mapChoice.isYes();
kept.querySelector("[data-map-forget]").addEventListener("click", () => {
  localStorage.removeItem(REMEMBERED);
  kept.hidden = true;
  status.textContent = status.dataset.wordForgotten;
  status.tabIndex = -1;
  status.focus();
  document.dispatchEvent(new Event("map-forgotten"));
});
