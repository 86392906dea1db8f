// Small help for every form and confirmation; each of them works without this file.
const SENT = new WeakSet();

// form[data-once]: a second press of the button does not send a second time.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]:not([data-keep])")) return;
  if (SENT.has(form)) {
    event.preventDefault();
    return;
  }
  SENT.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-once]")) {
    SENT.delete(form);
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// a[data-dialog]: the link leads to a full page; where there is a window for it, that opens instead.
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const closer = event.target.closest("[data-close]");
  const opener = event.target.closest("[data-dialog]");
  const dialog = closer?.closest("dialog") ?? (opener && document.getElementById(opener.dataset.dialog));
  if (!dialog) return;
  event.preventDefault();
  if (closer) dialog.close();
  else dialog.showModal();
});

// What went wrong is read first.
document.querySelector(".error-summary[autofocus]")?.focus();

// Where rooms do not fit side by side, the one we are in is in sight.
const here = document.querySelector(".tabs [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - here.parentElement.clientWidth / 2;
