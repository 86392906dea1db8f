// Counting on a phone: plus and minus work at once; without this file they are buttons that ask the server.
const whole = (field) => (/^\d+$/.test(field.value) ? Number(field.value) : 0);

function addUp(form) {
  const place = form.querySelector("[data-total]");
  const fields = [...form.querySelectorAll("input[type=number]")];
  if (place) place.textContent = String(fields.reduce((sum, field) => sum + whole(field), 0));
}

for (const form of document.querySelectorAll("form[data-tally]")) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tap]");
    const field = button?.parentElement.querySelector("input[type=number]");
    if (!field) return;
    event.preventDefault();
    field.value = String(Math.max(whole(field) + Number(button.dataset.tap), 0));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("input", () => addUp(form));
  addUp(form);
}
