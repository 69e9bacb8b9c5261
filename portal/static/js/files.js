/* A file that is too large is refused before it travels: on a slow line that spares minutes. The server checks again. */

export function startFiles() {
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-most-bytes]")) return;
    const file = input.files[0];
    const isTooLarge = Boolean(file) && file.size > Number(input.dataset.mostBytes);
    if (isTooLarge) input.value = "";
    say(input, isTooLarge ? input.dataset.tooLarge : "");
  });
}

function say(input, words) {
  const id = `${input.id}-size`;
  let line = document.getElementById(id);
  if (!line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "utrecht-form-field-error-message";
    line.setAttribute("role", "alert");
    input.before(line);
  }
  line.textContent = words;
}
