// time[data-until]: the server says how much time is left; this counts on while the page stays open.
const TICK = 20_000; // ms
const MINUTE = 60_000;

function count(place) {
  const left = Date.parse(place.dataset.until) - Date.now();
  if (left <= 0) {
    place.textContent = place.dataset.over;
    delete place.dataset.until;
    return;
  }
  const minutes = Math.floor(left / MINUTE);
  place.textContent = place.dataset.left
    .replace("{hours}", Math.floor(minutes / 60))
    .replace("{minutes}", minutes % 60);
}

setInterval(() => {
  for (const place of document.querySelectorAll("time[data-until]")) count(place);
}, TICK);
