// The sheet of attendance: everybody present with one press, and how many are still unmarked.
// Without this script the sheet is a form like any other.
const sheet = document.querySelector("[data-sheet]");

if (sheet) {
  const rows = [...sheet.querySelectorAll("[data-row]")];
  const all = sheet.querySelector("[data-all]");
  const left = sheet.querySelector("[data-left]");

  const count = () => {
    const unmarked = rows.filter((row) => !row.querySelector("input:checked")).length;
    if (left) left.textContent = unmarked ? `${rows.length - unmarked} / ${rows.length}` : "✓";
  };

  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      for (const row of rows) {
        if (row.querySelector("input:checked")) continue;
        const mark = row.querySelector(`input[value="${all.dataset.all}"]`);
        if (mark) mark.checked = true;
      }
      count();
    });
  }
  sheet.addEventListener("change", count);
  count();
}
