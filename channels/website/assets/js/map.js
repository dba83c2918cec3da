// The map: asks before anything is fetched from OpenStreetMap, and remembers a yes.
const ask = document.querySelector("[data-map-ask]");
const map = document.querySelector("[data-map]");
const points = [...document.querySelectorAll("[data-map-points] li")];
const REMEMBERED = "map-allowed";

if (points.length && window.L) {
  if (remembered()) open();
  else ask.hidden = false;
  ask.querySelector("[data-map-yes]").addEventListener("click", () => {
    remember();
    open();
    map.focus();
  });
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false; // the browser keeps nothing for us: then we ask each time
  }
}

function remember() {
  try {
    localStorage.setItem(REMEMBERED, "yes");
  } catch {
    // as above
  }
}

function open() {
  ask.hidden = true;
  map.hidden = false;
  const drawn = window.L.map(map, { scrollWheelZoom: false, zoomControl: false });
  const { wordIn, wordOut } = map.dataset;
  window.L.control.zoom({ zoomInTitle: wordIn, zoomOutTitle: wordOut }).addTo(drawn);
  window.L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
    maxZoom: 18,
    attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
  }).addTo(drawn);
  const spots = points.map((point) => addSpot(drawn, point));
  drawn.fitBounds(spots, { padding: [30, 30], maxZoom: 13 });
}

function addSpot(drawn, point) {
  const spot = [Number(point.dataset.lat), Number(point.dataset.lon)];
  const link = document.createElement("a");
  link.href = point.dataset.href;
  link.textContent = `${point.textContent}, ${point.dataset.place}`;
  window.L.circleMarker(spot, { radius: 10, color: "#fbf8f3", weight: 3, fillColor: "#6f2c5f", fillOpacity: 1 })
    .bindPopup(link)
    .addTo(drawn);
  return spot;
}
