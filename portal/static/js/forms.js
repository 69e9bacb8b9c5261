/* Forms: errors get the focus, one press sends once, and long texts show how much room is left. */

const LET_GO_AFTER = 8000; // a form that answers with a download leaves the page where it is

export function startForms() {
  document.addEventListener("submit", sendOnce, true);
  document.addEventListener("htmx:finally:request", (event) => release(event.detail?.ctx?.sourceElement));
  document.addEventListener("htmx:after:settle", focusWhatChanged);
  document.addEventListener("htmx:after:settle", countAll);
  document.addEventListener("input", (event) => event.target.matches?.("[data-count]") && count(event.target));
  window.addEventListener("pageshow", (event) => event.persisted && releaseAll());
  // The browser gives the summary its autofocus first; this is for pages where it could not.
  requestAnimationFrame(() => requestAnimationFrame(focusWhatChanged));
  countAll();
}

function sendOnce(event) {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // After the other listeners: one of them may have stopped this submit.
  queueMicrotask(() => {
    if (event.defaultPrevented && !form.hasAttribute("hx-post") && !form.hasAttribute("hx-get")) return;
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => release(form), LET_GO_AFTER);
  });
}

function release(element) {
  const form = element?.closest?.("form");
  if (!form) return;
  delete form.dataset.sending;
  for (const busy of form.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
}

function releaseAll() {
  for (const form of document.forms) release(form);
}

/** The error summary first; else what a fragment marks with data-focus. Each takes the focus once. */
function focusWhatChanged() {
  const target = document.querySelector(".hv-error-summary:not([data-seen]), [data-focus]:not([data-seen])");
  if (!target) return;
  target.dataset.seen = "yes";
  if (!target.hasAttribute("tabindex") && target.tabIndex < 0) target.tabIndex = -1;
  if (document.activeElement !== target) target.focus();
}

function countAll() {
  for (const area of document.querySelectorAll("[data-count]")) count(area);
}

function count(area) {
  const output = document.getElementById(`${area.id}-tel`);
  if (!output) return;
  const left = Number(area.dataset.count) - [...area.value].length;
  const text = left < 0 ? area.dataset.countOver : area.dataset.countText;
  output.textContent = text.replace("{n}", String(Math.abs(left)));
  output.classList.toggle("hv-count--over", left < 0);
}
