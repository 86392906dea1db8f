// Files chosen or dropped are sent one by one, each with its own progress and its own answer. Without this file the
// form is a plain form that sends them together. What is typed stays on the page whatever happens to a file; nothing
// is kept in the browser.
const states = new WeakMap(); // form -> { files: [{ file, row, state }], busy }
let leaving = false;

const parts = (form) => ({
  input: form.querySelector('input[type="file"]'),
  list: form.querySelector("[data-list]"),
  told: form.querySelector("[data-told]"),
});

function part(name, className, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
}

// --- the list --------------------------------------------------------------------------------

function say(entry, state, text) {
  entry.state = state;
  entry.row.dataset.state = state;
  entry.row.querySelector(".note").textContent = text;
  entry.row.querySelector("button").hidden = state === "done" || state === "sending";
  entry.row.querySelector("progress").hidden = state !== "sending";
}

function add(form, files) {
  const { input, list } = parts(form);
  const its = states.get(form);
  if (!input.multiple) {
    for (const entry of its.files) entry.row.remove();
    its.files = [];
  }
  for (const file of input.multiple ? files : [...files].slice(0, 1)) {
    const row = part("li", "upload");
    const bar = part("progress", "");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const off = part("button", "btn", form.dataset.remove);
    off.type = "button";
    off.dataset.kind = "quiet";
    off.setAttribute("aria-label", `${form.dataset.remove}: ${file.name}`);
    row.append(part("strong", "", file.name), part("small", "", size(file.size)), bar, part("span", "note"), off);
    const entry = { file, row, state: "" };
    off.addEventListener("click", () => {
      its.files = its.files.filter((each) => each !== entry);
      row.remove();
      list.hidden = !its.files.length;
      input.focus();
    });
    its.files.push(entry);
    list.append(row);
    const tooLarge = file.size > Number(input.dataset.most);
    say(entry, tooLarge ? "refused" : "waiting", tooLarge ? form.dataset.large : form.dataset.waiting);
    if (tooLarge) parts(form).told.textContent = `${file.name}: ${form.dataset.large}`;
  }
  list.hidden = !its.files.length;
}

// --- sending ---------------------------------------------------------------------------------

function post(form, entry) {
  const body = new FormData();
  const name = parts(form).input.name;
  for (const [key, value] of new FormData(form)) {
    if (key === "whole") body.append(name, entry.file); // what stands at the end arrives last
    if (key !== name) body.append(key, value);
  }
  return new Promise((settle) => {
    const call = new XMLHttpRequest();
    const bar = entry.row.querySelector("progress");
    call.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((100 * event.loaded) / event.total);
      entry.row.querySelector(".note").textContent = event.loaded < event.total ? `${form.dataset.sending} ${bar.value} %` : form.dataset.looking;
    });
    call.addEventListener("load", () => settle(call));
    for (const end of ["error", "abort", "timeout"]) call.addEventListener(end, () => settle(null));
    call.open("POST", form.getAttribute("action") || window.location.href);
    call.setRequestHeader("X-Fetch", "1");
    call.setRequestHeader("Accept", "application/json");
    call.send(body);
  });
}

function words(call) {
  try {
    return JSON.parse(call.responseText);
  } catch {
    return {};
  }
}

async function sendOne(form, entry) {
  say(entry, "sending", form.dataset.sending);
  const call = await post(form, entry);
  if (call?.status === 204) {
    say(entry, "done", form.dataset.done);
    return call.getResponseHeader("X-Location");
  }
  const said = call ? words(call) : {};
  const aboutSession = call && (call.status === 401 || (call.status === 403 && "left" in said));
  if (aboutSession) document.dispatchEvent(new CustomEvent("cauce:check"));
  say(entry, "refused", said.text || form.dataset.lost);
  return "";
}

async function send(form) {
  const its = states.get(form);
  const { input, told } = parts(form);
  if (its.busy) return;
  const open = its.files.filter((entry) => entry.state !== "done" && entry.file.size <= Number(input.dataset.most));
  if (!open.length) {
    told.textContent = form.dataset.none;
    input.focus();
    return;
  }
  its.busy = true;
  const button = form.querySelector('[type="submit"], .actions button');
  button?.setAttribute("aria-disabled", "true");
  let target = "";
  for (const entry of open) {
    target = (await sendOne(form, entry)) || target;
    told.textContent = `${entry.file.name}: ${entry.row.querySelector(".note").textContent}`;
  }
  its.busy = false;
  button?.removeAttribute("aria-disabled");
  const left = its.files.filter((entry) => entry.state !== "done");
  if (!left.length && target) {
    leaving = true;
    window.location.assign(target);
  } else left[0]?.row.scrollIntoView({ block: "nearest" });
}

// --- the form --------------------------------------------------------------------------------

function prepare(form) {
  const { input } = parts(form);
  states.set(form, { files: [], busy: false });
  input.required = false;
  const zone = input.closest(".field");
  zone.classList.add("drop");
  zone.dataset.drop = form.dataset.drop;
  input.addEventListener("change", () => {
    add(form, input.files);
    input.value = ""; // they are in the list now
  });
  const over = (event, is) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", is);
  };
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, (event) => over(event, true));
  document.addEventListener("dragleave", (event) => over(event, false));
  document.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer?.files.length) add(form, event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

for (const form of document.querySelectorAll("form[data-upload]")) prepare(form);
document.addEventListener("cauce:leaving", () => {
  leaving = true;
});
window.addEventListener("beforeunload", (event) => {
  const begun = [...document.querySelectorAll("form[data-upload]")].some((form) => states.get(form)?.files.some((entry) => ["waiting", "sending"].includes(entry.state)));
  if (begun && !leaving) event.preventDefault();
});
