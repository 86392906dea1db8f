// A calendar whose sessions can be carried to another day: dragged, or with Alt and an arrow key.
// What is carried opens the form that moves it, with the new day filled in: nothing moves before
// somebody has looked. Without this script each session has its link to that form.
const table = document.querySelector("[data-calendar]");
const print = document.querySelector("[data-print]");

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

if (table) {
  const cells = [...table.querySelectorAll("[data-day]")];
  const WEEK = 7;
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK, ArrowDown: WEEK };
  let carried = null;

  const carry = (slot, cell) => {
    const here = slot.closest("[data-day]");
    if (!cell || cell === here) return;
    window.location.assign(`${slot.dataset.move}?day=${cell.dataset.day}`);
  };

  table.addEventListener("dragstart", (event) => {
    carried = event.target.closest("[data-move]");
    if (carried) event.dataTransfer.effectAllowed = "move";
  });
  table.addEventListener("dragover", (event) => {
    if (carried && event.target.closest("[data-day]")) event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    const cell = event.target.closest("[data-day]");
    if (!carried || !cell) return;
    event.preventDefault();
    carry(carried, cell);
    carried = null;
  });
  table.addEventListener("keydown", (event) => {
    const slot = event.target.closest("[data-move]");
    const step = STEPS[event.key];
    if (!slot || !step || !event.altKey) return;
    event.preventDefault();
    carry(slot, cells[cells.indexOf(slot.closest("[data-day]")) + step]);
  });
}
