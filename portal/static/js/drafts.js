/*
 * Text that was typed but not sent survives the end of a session, on the person's own computer only: in this tab's
 * sessionStorage, for the same person, for half an hour. On a shared computer nothing is ever kept.
 */

const PREFIX = "houvast:draft:";
const KEEP_MINUTES = 30;
const SKIP = new Set(["password", "file", "hidden", "submit", "button", "search"]);

const onKiosk = () => document.body.hasAttribute("data-kiosk");
const signedIn = () => document.body.hasAttribute("data-signed-in");
const owner = () => document.body.dataset.draftOwner ?? "";
const keptForms = () => [...document.forms].filter((form) => form.method === "post" && form.dataset.keep !== "no" && !form.closest(".hv-bar"));

export function startDrafts() {
  if (onKiosk()) {
    wipeStorage();
    return;
  }
  if (signedIn()) {
    restore();
    document.addEventListener("input", () => save(false));
    document.addEventListener("submit", onSubmit, true);
    document.addEventListener("htmx:after:request", forgetSent);
  } else {
    markEnded();
  }
}

/** Called when the session ends while the page is open: what stands in the forms now waits for the next sign-in. */
export function keepForNextSignIn() {
  if (!onKiosk()) save(true);
}

export function wipeStorage() {
  try {
    sessionStorage.clear();
    localStorage.clear();
  } catch {
    // Storage is switched off: then there is nothing to wipe.
  }
}

function onSubmit(event) {
  const form = event.target;
  if (form.closest(".hv-bar")) {
    // Signing out leaves nothing behind; switching language comes back to the same page.
    if (form.querySelector("[name=language]")) save(true);
    else drop(() => true);
  }
}

function forgetSent(event) {
  if (event.detail?.ctx?.response?.status < 400) drop((key) => key === keyOf(location.pathname));
}

function save(ended) {
  const forms = {};
  for (const form of keptForms()) {
    const changed = changedFields(form);
    if (Object.keys(changed).length) forms[form.getAttribute("action")] = changed;
  }
  try {
    if (!Object.keys(forms).length) sessionStorage.removeItem(keyOf(location.pathname));
    else sessionStorage.setItem(keyOf(location.pathname), JSON.stringify({ at: Date.now(), owner: owner(), ended, forms }));
  } catch {
    // Storage full or off: the page works on, without this safety net.
  }
}

function changedFields(form) {
  const changed = {};
  for (const field of form.elements) {
    if (!field.name || SKIP.has(field.type) || field.tagName === "FIELDSET") continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked && field.checked) (changed[field.name] ??= []).push(field.value);
    } else if (field.tagName === "SELECT") {
      const initial = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      if (field.value !== initial?.value) changed[field.name] = field.value;
    } else if (field.value !== field.defaultValue) changed[field.name] = field.value;
  }
  return changed;
}

/** Only a draft whose session ended comes back; what was sent or left on purpose is forgotten. */
function restore() {
  const draft = read(keyOf(location.pathname));
  const usable = draft?.ended && draft.owner === owner() && Date.now() - draft.at < KEEP_MINUTES * 60000;
  drop((key) => key === keyOf(location.pathname) || !read(key)?.ended);
  if (!usable) return;
  let restored = null;
  for (const form of keptForms()) {
    const values = draft.forms[form.getAttribute("action")];
    if (values && fill(form, values)) restored ??= form;
  }
  if (restored) tell(restored);
}

function fill(form, values) {
  let any = false;
  for (const field of form.elements) {
    const value = values[field.name];
    if (value === undefined || SKIP.has(field.type)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value.includes(field.value);
    else field.value = value;
    any = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return any;
}

function tell(form) {
  const template = document.getElementById("teruggezet");
  if (!template || document.querySelector(".hv-restored")) return; // the server may have put it back already
  const notice = template.content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-drop-draft]").addEventListener("click", () => {
    form.reset();
    drop(() => true);
    notice.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  form.before(notice);
}

function markEnded() {
  for (const key of keys()) {
    const draft = read(key);
    if (draft && !draft.ended) sessionStorage.setItem(key, JSON.stringify({ ...draft, ended: true }));
  }
}

const keyOf = (path) => PREFIX + path;

function keys() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function drop(which) {
  for (const key of keys().filter(which)) sessionStorage.removeItem(key);
}
