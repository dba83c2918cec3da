// The map: asks before anything is fetched from OpenStreetMap, and remembers a yes.
const ask = document.querySelector("[data-map-ask]");
const map = document.querySelector("[data-map]");
const points = [...document.querySelectorAll("[data-map-points] li")];
const REMEMBERED = "map-allowed";
if (ask && map && points.length && window.L) {
  if (localStorage.getItem(REMEMBERED) === "yes") open();
  else ask.hidden = false;
  ask.querySelector("[data-map-yes]").addEventListener("click", () => {
    localStorage.setItem(REMEMBERED, "yes");
    open();
  });
}

function open() {
  ask.hidden = true;
  map.hidden = false;
  const drawn = window.L.map(map, { scrollWheelZoom: false });
  window.L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", {
    maxZoom: 18,
    attribution: "© OpenStreetMap",
  }).addTo(drawn);
  const spots = points.map((point) => {
    const spot = [Number(point.dataset.lat), Number(point.dataset.lon)];
    const link = document.createElement("a");
    link.href = point.dataset.href;
    link.textContent = `${point.textContent}, ${point.dataset.place}`;
    window.L.circleMarker(spot, { radius: 9, color: "#4d1d42", fillColor: "#6f2c5f", fillOpacity: 0.9 })
      .bindPopup(link)
      .addTo(drawn);
    return spot;
  });
  drawn.fitBounds(spots, { padding: [30, 30] });
}
