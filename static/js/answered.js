// Counts what has been answered in a form[data-count]; the form works without this file.
for (const form of document.querySelectorAll("form[data-count]")) {
  const place = form.querySelector(".count");
  const bar = place?.querySelector("progress");
  if (!bar) continue;
  const count = () => {
    const marked = form.querySelectorAll(".item:not([data-apart]) input:checked").length;
    bar.value = marked;
    place.querySelector("span").textContent = `${place.dataset.said} ${marked} / ${bar.max}`;
    place.hidden = false;
  };
  form.addEventListener("change", count);
  count();
}
