/*
 * The end of a session is announced, can be put off, and keeps what was typed (at home) or wipes it (shared computer).
 * The server counts from the last request, so this clock does too; typing counts because it sends a ping now and then.
 */
import { keepForNextSignIn, wipeStorage } from "./drafts.js";

const clock = { idle: 0, warn: 0, contact: Date.now(), asking: false, over: false };
let channel = null;

export function startSession() {
  const data = document.body.dataset;
  if (data.restUrl) restWhenUnused(data.restUrl);
  if (!data.idleSeconds) return;
  clock.idle = Number(data.idleSeconds) * 1000;
  clock.warn = Number(data.warnSeconds) * 1000;
  listen();
  tick();
  setInterval(tick, 1000);
}

function listen() {
  channel = "BroadcastChannel" in window ? new BroadcastChannel("houvast-session") : null;
  channel?.addEventListener("message", () => contact(false));
  channel?.postMessage("contact");
  for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(name, onActivity, { passive: true });
  }
  document.addEventListener("htmx:after:request", (event) => !isPassive(event) && event.detail?.ctx?.response?.status < 400 && contact(true));
  document.addEventListener("visibilitychange", tick);
  // A page out of the browser's memory may belong to a session that has ended.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  dialog()?.addEventListener("cancel", (event) => event.preventDefault());
  dialog()?.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    stay();
  });
}

/** A shared computer where nobody is signed in: what was typed goes as well, when nobody is there any more. */
function restWhenUnused(url) {
  let touched = Date.now();
  for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    document.addEventListener(name, () => (touched = Date.now()), { passive: true });
  }
  setInterval(() => Date.now() - touched > 180000 && location.replace(url), 5000);
}

/** What a script asks by itself prolongs nothing, here as on the server. */
const isPassive = (event) => Boolean(event.detail?.ctx?.sourceElement?.closest?.("[data-passive]"));

const dialog = () => document.getElementById("sessie-melding");
const left = () => clock.idle - (Date.now() - clock.contact);

function contact(tellOthers) {
  clock.contact = Date.now();
  if (tellOthers) channel?.postMessage("contact");
  closeDialog();
  show();
}

function onActivity() {
  const pause = Math.max(5000, clock.idle / 30);
  if (!dialog()?.open && left() > 0 && Date.now() - clock.contact > pause) ping();
}

/** Prolong the session; "ended" when the server no longer knows it, "failed" when the server did not answer. */
async function ping() {
  if (clock.asking) return "busy";
  clock.asking = true;
  try {
    const token = document.querySelector("input[name=csrf_token]")?.value ?? "";
    const answer = await fetch(document.body.dataset.pingUrl, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin", redirect: "manual" });
    if (answer.status === 204) contact(true);
    else if (answer.status === 401) end();
    return answer.ok ? "alive" : "failed";
  } catch {
    return "failed";
  } finally {
    clock.asking = false;
  }
}

async function stay() {
  const failed = dialog().querySelector("[data-stay-failed]");
  failed.hidden = true;
  if ((await ping()) === "failed") failed.hidden = false;
}

function tick() {
  if (clock.over) return;
  const rest = left();
  show();
  if (rest <= 0) end();
  else if (rest <= clock.warn && dialog() && !dialog().open) dialog().showModal();
}

function show() {
  const seconds = Math.max(0, Math.ceil(left() / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  for (const output of document.querySelectorAll("[data-countdown]")) if (output.textContent !== text) output.textContent = text;
  for (const box of document.querySelectorAll("[data-countdown-box]")) box.hidden = false;
}

function closeDialog() {
  if (dialog()?.open) dialog().close();
}

function end() {
  if (clock.over) return;
  clock.over = true;
  const wipe = document.querySelector("form[data-wipe]");
  if (document.body.hasAttribute("data-kiosk") && wipe) {
    document.querySelector("main").replaceChildren();
    wipeStorage();
    leaveBy(wipe, { reden: "tijd" });
    return;
  }
  keepForNextSignIn();
  leaveBy(document.querySelector("form[data-sign-out]"), { reden: "tijd", verder: location.pathname + location.search });
}

/** By a form, so that the session really ends on the server, also when its clock runs behind ours. */
function leaveBy(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.submit();
}
