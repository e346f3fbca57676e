// Citing. Without this script each step works by itself; with it words become the quote as they are selected.
"use strict";

// Words selected in the paragraph, with mouse or keyboard, are put in the box of the quote.
for (const paragraph of document.querySelectorAll("textarea[data-marks]")) {
  const quote = document.getElementById(paragraph.dataset.marks);
  // the arrow keys select only in a box that can be written in: it is one, and takes no letter
  paragraph.readOnly = false;
  paragraph.setAttribute("aria-readonly", "true");
  paragraph.addEventListener("beforeinput", (event) => event.preventDefault());
  const take = () => {
    const marked = paragraph.value.slice(paragraph.selectionStart, paragraph.selectionEnd);
    if (!marked.trim()) return;
    quote.value = marked.trim();
    // the same words may stand in the paragraph more than once
    document.getElementById(`${quote.id}_at`).value = paragraph.selectionStart + marked.search(/\S/);
  };
  for (const event of ["select", "keyup", "mouseup"]) paragraph.addEventListener(event, take);
}

// The list of passages narrows while typing.
for (const box of document.querySelectorAll("input[data-narrows]")) {
  const choices = document.getElementById(box.dataset.narrows);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const narrow = () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    for (const choice of choices.querySelectorAll(".cp-choice")) {
      const text = folded(choice.textContent);
      choice.hidden = !words.every((word) => text.includes(word));
    }
  };
  box.addEventListener("input", narrow);
  narrow(); // on a slow line somebody types before this script is there
}

// In the window that a form opened: hand the chosen line to that form.
const picked = document.querySelector("input[data-picked]");
if (picked && window.opener) {
  window.opener.postMessage({ source: picked.value }, window.location.origin);
  window.close();
}
