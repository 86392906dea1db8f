// A page that comes back from the browser's memory (the Back button) may belong to a session that is over:
// it stays blank until the server has said so. What somebody was typing is kept when the session goes on.
window.addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  document.documentElement.hidden = true;
  const watch = document.querySelector("[data-session]");
  let goesOn = false;
  if (watch && document.querySelector("form[data-unsaved]")) {
    try {
      const answer = await fetch(watch.dataset.session, { cache: "no-store", redirect: "error" });
      const session = await answer.json();
      goesOn = session.left > 0 && (!session.who || session.who === watch.dataset.who);
    } catch {
      goesOn = false;
    }
  }
  if (goesOn) document.documentElement.hidden = false;
  else window.location.reload();
});
