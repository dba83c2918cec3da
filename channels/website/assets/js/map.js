// The map: asks before anything is fetched from OpenStreetMap, and closes when the yes is taken back.
const ask = document.querySelector("[data-map-ask]");
const map = document.querySelector("[data-map]");
let drawn;

if (map?.dataset.index && window.L) {
  if (window.mapChoice.isYes()) open();
  else ask.hidden = false;
  ask.querySelector("[data-map-yes]").addEventListener("click", () => {
    window.mapChoice.remember();
    open();
    map.focus();
  });
  document.addEventListener("map-forgotten", close);
}

function close() {
  drawn.remove();
  map.hidden = true;
  ask.hidden = false;
}

async function open() {
  ask.hidden = true;
  map.hidden = false;
  drawn = window.L.map(map, { scrollWheelZoom: false, zoomControl: false });
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
