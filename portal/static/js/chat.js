/* The chat: a log (on a phone the page itself) with the newest line in view, one set of quick replies, and the focus kept where you type. */

export function startChat() {
  const log = document.querySelector("[data-chat-log]");
  if (!log || !document.querySelector("[data-chat-input]")) return;
  log.classList.add("hv-chat--live");
  toEnd(log, "instant");
  window.addEventListener("submit", rememberSecond, true); // before forms.js, which holds a second press back
  document.addEventListener("htmx:finally:request", saySecond);
  document.addEventListener("htmx:before:swap", (event) => isAnswer(event) && dropOldReplies());
  document.addEventListener("htmx:after:settle", (event) => isChat(event) && afterAnswer());
}

/** What she says while the answer to the words before is on its way, waits for it, and is said then. */
function rememberSecond(event) {
  const form = event.target;
  const input = form.querySelector?.("[data-chat-input]");
  if (!input) return;
  if (!form.dataset.sending) form.dataset.said = input.value;
  else if (input.value !== form.dataset.said) form.dataset.waits = "yes";
}

function saySecond(event) {
  const form = event.detail?.ctx?.sourceElement;
  if (!form?.dataset?.waits) return;
  delete form.dataset.waits;
  if (form.isConnected && form.querySelector("[data-chat-input]").value.trim()) form.requestSubmit();
}

function isChat(event) {
  return Boolean(event.detail?.ctx?.sourceElement?.closest?.(".hv-quick, .hv-chat-input") ?? event.target.closest?.("[data-chat-log]"));
}

/** A refused message comes back in its form: then the quick replies still stand. */
function isAnswer(event) {
  return isChat(event) && !(event.detail?.ctx?.response?.status >= 400);
}

function dropOldReplies() {
  for (const replies of document.querySelectorAll("[data-chat-log] .hv-quick")) replies.remove();
}

function afterAnswer() {
  const log = document.querySelector("[data-chat-log]");
  const input = document.querySelector("[data-chat-input]");
  if (log) toEnd(log);
  if (!input) return;
  if (input.getAttribute("aria-invalid") !== "true" && input.value === input.form.dataset.said) input.value = "";
  input.focus({ preventScroll: true });
}

/** A long answer is read from its first line: show the start of the last bubble, not its end. */
function toEnd(log, behavior = "auto") {
  const mine = [...log.querySelectorAll(".hv-bubble--me")].at(-1);
  if (getComputedStyle(log).overflowY === "visible") return mine?.scrollIntoView({ block: "start", behavior });
  const end = log.scrollHeight - log.clientHeight;
  log.scrollTo({ top: mine ? Math.min(mine.offsetTop - 8, end) : end, behavior });
}
