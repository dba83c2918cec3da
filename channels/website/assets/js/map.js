// The map: asks before anything is fetched from OpenStreetMap, and remembers a yes.
const ask = document.querySelector("[data-map-ask]");
const map = document.querySelector("[data-map]");
const REMEMBERED = "map-allowed";

if (map?.dataset.index && window.L) {
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

async function open() {
  ask.hidden = true;
  map.hidden = false;
  const drawn = window.L.map(map, { scrollWheelZoom: false, zoomControl: false });
  const { wordIn, wordOut } = map.dataset;
  window.L.control.zoom({ zoomInTitle: wordIn, zoomOutTitle: wordOut }).addTo(drawn);
  window.L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
    maxZoom: 18,
    attribution: '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a>',
  }).addTo(drawn);
  const museums = await (await fetch(map.dataset.index)).json();
  const spots = museums.filter((museum) => museum.position).map((museum) => addSpot(drawn, museum));
  drawn.fitBounds(spots, { padding: [30, 30], maxZoom: 13 });
}

function addSpot(drawn, museum) {
  const link = document.createElement("a");
  link.href = museum.href;
  link.textContent = `${museum.name}, ${museum.place}`;
  window.L.circleMarker(museum.position, { radius: 10, color: "#fbf8f3", weight: 3, fillColor: "#6f2c5f", fillOpacity: 1 })
    .bindPopup(link)
    .addTo(drawn);
  return museum.position;
}
