// Quick exit. Without this file the link still works; with it the page goes blank at once, Back does not
// return here, and Esc twice or Shift three times leave too. It does not erase the browser's history.
const PAUSE = 600; // ms between two presses
let presses = 0;
let lastKey = "";
let lastPress = 0;

const leave = (door) => {
  document.dispatchEvent(new CustomEvent("cauce:leaving"));
  document.documentElement.hidden = true;
  // The door may lead through the server, to end the session; should that be slow, go without it.
  setTimeout(() => window.location.replace(door.dataset.away), 2500);
  window.location.replace(door.href);
};

document.addEventListener("click", (event) => {
  const door = event.target.closest("[data-quick-exit]");
  if (!door) return;
  event.preventDefault();
  leave(door);
});

document.addEventListener(
  "keydown",
  (event) => {
    const door = document.querySelector("[data-quick-exit]");
    const wanted = { Escape: 2, Shift: 3 }[event.key];
    const escapeClosesSomething =
      event.key === "Escape" && document.querySelector(":popover-open, dialog:modal:not(.session-layer)");
    if (!door || !wanted || event.repeat || escapeClosesSomething) {
      presses = 0;
      return;
    }
    const goesOn = event.key === lastKey && event.timeStamp - lastPress < PAUSE;
    presses = goesOn ? presses + 1 : 1;
    lastKey = event.key;
    lastPress = event.timeStamp;
    if (presses === wanted) leave(door);
  },
  true,
);
