// The matrix by keyboard. Without this file its cells are plain links and the form a plain form.
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

// Where an arrow leads: the next crossing in that direction that can be opened, or nowhere.
function next(cell, [down, right]) {
  let row = cell.parentElement;
  let column = cell.cellIndex;
  for (;;) {
    if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    column += right;
    const found = row?.cells[column];
    if (!found) return null;
    const link = found.matches("td") && found.querySelector("a");
    if (link) return link;
  }
}

function edge(cell, toEnd) {
  const links = [...cell.parentElement.querySelectorAll("td a")];
  return links.at(toEnd ? -1 : 0);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.shiftKey) return;
  const form = event.target.closest("form[data-cell]");
  if (form && event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-kind=primary]"));
    return;
  }
  const cell = event.target.closest("table[data-keys] td");
  if (!cell || event.ctrlKey) return;
  const isEdge = event.key === "Home" || event.key === "End";
  const link = isEdge ? edge(cell, event.key === "End") : STEPS[event.key] && next(cell, STEPS[event.key]);
  if (!link) return;
  event.preventDefault();
  link.focus();
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// Back from a cell's form its crossing has the focus again; a form begins at its first empty source.
const crossing = document.getElementById(window.location.hash.slice(1))?.closest("table[data-keys] a");
if (crossing) crossing.focus();
else if (!document.querySelector(".error-summary"))
  [...document.querySelectorAll("form[data-cell] select")].find((list) => !list.value)?.focus({ preventScroll: true });
