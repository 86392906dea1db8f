// Passkeys: ask the device, put its answer into the form, send the form. Without this file the other ways
// of signing in work; the forms below stay hidden.
const device = window.webauthnJSON;
const known = document.getElementById("passkey-data");

async function options(form) {
  if (known) return JSON.parse(known.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, cache: "no-store" });
  return answer.json();
}

async function credential(form) {
  const said = await options(form);
  if (form.dataset.passkey !== "create") return device.get(said.request_options);
  const alone = form.elements.passwordless.checked;
  const wanted = said.creation_options;
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: "required",
  });
  return device.create(wanted);
}

for (const form of device && window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.querySelector("[data-passkey-start]").addEventListener("click", async () => {
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential(form));
    } catch {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}
