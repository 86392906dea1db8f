// The note editor's safety net. A form with data-autosave-url is saved by itself; that one and any form with
// data-keep are sent so that nothing typed is lost when the server or the session fails. Without this file they
// are plain forms. Nothing is ever stored in the browser; every word shown comes from the page or the server.
const CALM = 2000; // ms after the last key
const MOST = 8000; // ms while typing goes on
const PATIENCE = [4000, 8000, 16000, 30000]; // ms between attempts that fail
const HELD = "form[data-autosave-url], form[data-keep]";
const states = new WeakMap();
let leaving = false;

const state = (form) => {
  if (!states.has(form)) states.set(form, { typed: 0, saved: 0, since: 0, failures: 0, timer: 0, busy: false, sending: false });
  return states.get(form);
};
const unsaved = (form) => state(form).typed > state(form).saved;

function mark(form) {
  form.toggleAttribute("data-unsaved", unsaved(form));
}

// --- what the person is told ---------------------------------------------------------------

function status(form, text, kind = "") {
  const place = form.querySelector(".saved");
  if (!place || !text) return;
  place.hidden = false;
  if (kind) place.dataset.state = kind;
  else delete place.dataset.state;
  place.querySelector("span").textContent = text;
  place.querySelector("a")?.remove();
}

function offerComparison(form, url, text) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: text });
  link.target = "_blank";
  form.querySelector(".saved")?.append(link);
}

function alarm(form, text) {
  quiet(form);
  const box = document.createElement("div");
  box.className = "alert";
  box.dataset.kind = "danger";
  box.dataset.trouble = "";
  box.setAttribute("role", "alert");
  box.append(icon("danger"));
  box.appendChild(document.createElement("p")).textContent = text;
  const bar = form.querySelector(".sticky-actions");
  if (bar) bar.prepend(box);
  else form.append(box);
  box.scrollIntoView({ block: "nearest" });
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const sprite = document.querySelector("svg use")?.getAttribute("href").split("#")[0] ?? "";
  drawn.setAttribute("href", `${sprite}#i-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(drawn);
  return svg;
}

function quiet(form) {
  for (const box of form.querySelectorAll("[data-trouble]")) box.remove();
}

// --- autosave --------------------------------------------------------------------------------

function plan(form, delay) {
  const its = state(form);
  clearTimeout(its.timer);
  its.timer = setTimeout(() => save(form), delay);
}

function typed(form) {
  const its = state(form);
  its.typed += 1;
  its.since ||= Date.now();
  mark(form);
  if (form.dataset.autosaveUrl && !its.failures && !its.sending) plan(form, Math.min(CALM, Math.max(its.since + MOST - Date.now(), 0)));
}

const post = (url, body, keepalive = false) =>
  fetch(url, { method: "POST", body, keepalive, cache: "no-store", headers: { "X-Fetch": "1", Accept: "application/json, text/html" } });

// The server answers with a little JSON ({text, url, fields}) or with a fragment that holds `.saved`.
async function words(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  if (kind.startsWith("application/json")) return answer.json();
  if (!kind.startsWith("text/html")) return {};
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = page.querySelector(".saved, h1");
  const fields = [...page.querySelectorAll("input[type=hidden][name]")].map((field) => [field.name, field.value]);
  return { text: place?.textContent.trim(), url: page.querySelector(".saved a")?.getAttribute("href"), fields: Object.fromEntries(fields) };
}

// Signed out, signed in anew (other tokens), or led to the sign-in page: the session's script knows what to do.
const isAboutTheSession = (answer, said) => answer.status === 401 || answer.redirected || (answer.status === 403 && "left" in said);

function refresh(form, fields = {}) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.elements.namedItem(name);
    if (field?.type === "hidden" && name !== "csrfmiddlewaretoken") field.value = value;
  }
}

const patience = (its) => PATIENCE[Math.min(its.failures, PATIENCE.length - 1)];

function failed(form, text) {
  const its = state(form);
  status(form, text, "trouble");
  plan(form, patience(its));
  its.failures += 1;
}

async function save(form) {
  const its = state(form);
  if (!form.isConnected || !unsaved(form) || its.busy || its.sending) return;
  its.busy = true;
  const upTo = its.typed;
  its.since = 0;
  status(form, form.dataset.saving, "waiting");
  try {
    const answer = await post(form.dataset.autosaveUrl, new FormData(form));
    await settle(form, answer, upTo);
  } catch {
    failed(form, form.dataset.failed);
  } finally {
    its.busy = false;
  }
}

async function settle(form, answer, upTo) {
  const its = state(form);
  if (answer.status >= 500) {
    failed(form, form.dataset.failed);
    return;
  }
  const said = await words(answer);
  if (isAboutTheSession(answer, said)) {
    failed(form, form.dataset.failed);
    document.dispatchEvent(new CustomEvent("cauce:check"));
    return;
  }
  its.failures = 0;
  if (answer.ok) {
    its.saved = upTo;
    mark(form);
    refresh(form, said.fields);
    status(form, said.text || form.dataset.saved);
    if (unsaved(form)) plan(form, CALM);
    return;
  }
  // Refused: trying the same again helps nobody; the next key tries anew.
  status(form, said.text || (answer.status === 409 ? form.dataset.conflict : form.dataset.refused), "trouble");
  if (answer.status === 409 && said.url) offerComparison(form, said.url, form.dataset.compare);
}

// --- sending ---------------------------------------------------------------------------------

function holdsText(main) {
  return Boolean(main?.querySelector(`${HELD}, textarea`));
}

// The answer takes the place of the page's content; what it holds is as unsaved as it was before.
function show(answer, title) {
  const main = document.querySelector("main");
  const wasUnsaved = [...main.querySelectorAll(HELD)].some(unsaved);
  document.title = title;
  main.replaceChildren(...[...answer.childNodes].map((node) => document.importNode(node, true)));
  window.htmx?.process(main);
  if (wasUnsaved) for (const form of main.querySelectorAll(HELD)) typed(form);
  window.scrollTo(0, 0);
  (main.querySelector(".error-summary") ?? main).focus();
}

function go(target) {
  leaving = true;
  const { pathname, search, hash } = new URL(target, window.location.href);
  if (hash && pathname + search === window.location.pathname + window.location.search) {
    window.location.hash = hash;
    window.location.reload();
  } else window.location.assign(target);
}

async function send(form, submitter) {
  const its = state(form);
  if (its.sending) return;
  its.sending = true;
  clearTimeout(its.timer);
  quiet(form);
  submitter?.setAttribute("aria-disabled", "true");
  const upTo = its.typed;
  try {
    const url = submitter?.getAttribute("formaction") || form.getAttribute("action") || window.location.href;
    await arrive(form, await post(url, new FormData(form, submitter)), upTo);
  } catch {
    alarm(form, form.dataset.lost);
  } finally {
    its.sending = false;
    submitter?.removeAttribute("aria-disabled");
    if (form.dataset.autosaveUrl && unsaved(form) && form.isConnected) plan(form, patience(its));
  }
}

async function arrive(form, answer, upTo) {
  const target = answer.headers.get("X-Location") ?? (answer.redirected ? answer.url : "");
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.status === 401 || (answer.status === 403 && isJson)) {
    alarm(form, form.dataset.lost);
    document.dispatchEvent(new CustomEvent("cauce:check"));
    return;
  }
  if (answer.status >= 500) {
    alarm(form, form.dataset.lost);
    return;
  }
  if (target) {
    state(form).saved = upTo;
    go(target);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (holdsText(main)) {
    show(main, page.title);
    return;
  }
  const why = main?.querySelector("h1")?.textContent.trim() ?? "";
  alarm(form, `${why} ${form.dataset.refused}`.trim());
}

// --- the form --------------------------------------------------------------------------------

document.addEventListener("input", (event) => {
  const form = event.target.closest(HELD);
  if (form) typed(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(HELD);
  if (!form || form.getAttribute("method")?.toLowerCase() !== "post" || event.submitter?.hasAttribute("data-native")) return;
  event.preventDefault();
  send(form, event.submitter);
});

// What did not arrive is still said: it has to be sent again.
document.addEventListener("cauce:back", () => {
  for (const form of document.querySelectorAll(HELD)) {
    if (form.dataset.autosaveUrl && unsaved(form)) plan(form, 500);
  }
});

// Leaving by the quick exit asks nothing; the last words are sent along.
document.addEventListener("cauce:leaving", () => {
  leaving = true;
  for (const form of document.querySelectorAll("form[data-autosave-url]"))
    if (unsaved(form)) post(form.dataset.autosaveUrl, new FormData(form), true).catch(() => {});
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && [...document.querySelectorAll(HELD)].some(unsaved)) event.preventDefault();
});
