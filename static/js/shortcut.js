// a[data-shortcut="F2"]: one key, from any page and in the middle of a word, opens where the link leads. Where
// something typed is not saved yet the page stays, and the call opens beside it.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const door = document.querySelector(`a[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!door || document.querySelector("dialog:modal")) return;
  event.preventDefault();
  if (document.querySelector("form[data-unsaved]")) window.open(door.href, "_blank", "noopener");
  else window.location.assign(door.href);
});
