// Warn before the session ends and, when it has ended, cover the page without losing what was typed.
// The server is asked seldom, and asking does not prolong the session; only "stay" does.
const WARN = 120; // seconds before the end
const RETRY = 15;
const watch = document.querySelector("[data-session]");
let deadline = 0;
let askedAt = 0;
let timer = 0;
let layer = null;

const tokens = () => document.querySelectorAll('input[name="csrfmiddlewaretoken"]');
const secondsLeft = () => (deadline - Date.now()) / 1000;

// Returns {left, csrf, who}, or null when the server could not be asked.
async function ask(method = "GET") {
  askedAt = Date.now();
  try {
    const answer = await fetch(watch.dataset.session, {
      method,
      cache: "no-store",
      redirect: "manual",
      headers: { "X-CSRFToken": tokens()[0]?.value ?? "", "X-Fetch": "1" },
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { left: null };
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function say(nearEnd) {
  const shown = watch.querySelector(".session-notice");
  if (nearEnd && !shown) watch.append(watch.querySelector("[data-ending]").content.cloneNode(true));
  if (!nearEnd) shown?.remove();
}

function cover() {
  say(false);
  if (layer) return;
  layer = document.getElementById("session-ended").content.cloneNode(true).querySelector("dialog");
  document.body.append(layer);
  layer.addEventListener("cancel", (event) => event.preventDefault());
  layer.querySelector("[data-back]").addEventListener("click", async () => {
    await check();
    if (layer) layer.querySelector("[data-still]").hidden = false;
  });
  for (const open of document.querySelectorAll("dialog:modal")) open.close();
  layer.showModal();
}

function uncover(session) {
  if (session.who && session.who !== watch.dataset.who) {
    window.location.reload(); // somebody else signed in: this page is not theirs
    return;
  }
  for (const token of tokens()) token.value = session.csrf;
  layer?.remove();
  layer = null;
  document.dispatchEvent(new CustomEvent("cauce:back"));
}

function plan(seconds) {
  clearTimeout(timer);
  timer = setTimeout(check, Math.max(seconds, 1) * 1000);
}

function take(session) {
  if (session === null) {
    if (secondsLeft() < -60) cover();
    else plan(RETRY);
    return;
  }
  if (!(session.left > 0)) {
    cover();
    return;
  }
  deadline = Date.now() + session.left * 1000;
  uncover(session);
  say(session.left <= WARN + 5);
  plan(session.left > WARN + 5 ? session.left - WARN : session.left + 1);
}

async function check() {
  take(await ask());
}

if (watch) {
  deadline = Date.now() + Number(watch.dataset.left) * 1000;
  plan(secondsLeft() - WARN);
  watch.addEventListener("click", async (event) => {
    if (event.target.closest("[data-stay]")) take(await ask("POST"));
  });
  // Back on this tab: the session may have ended, or begun again, somewhere else.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && (layer || Date.now() - askedAt > 30_000)) check();
  });
  document.addEventListener("cauce:check", check);
}
