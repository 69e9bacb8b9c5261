/* Houvast: what the pages do beyond plain HTML. Everything works without it. EUPL-1.2 */
import { startChat } from "./chat.js";
import { startDrafts } from "./drafts.js";
import { startFiles } from "./files.js";
import { startForms } from "./forms.js";
import { startSession } from "./session.js";

const start = () => {
  startForms();
  startChat();
  startDrafts();
  startFiles();
  startSession();
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
