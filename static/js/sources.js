// Beside each box of sources a button that opens the choosing of a passage, and puts the chosen one in the box.
"use strict";

let asking = null; // the box for which a passage is being chosen

function addButton(box) {
  if (!box.dataset.pickUrl || box.nextElementSibling?.classList.contains("cp-pick")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nl-button nl-button--subtle cp-pick";
  button.textContent = box.dataset.pickLabel;
  button.addEventListener("click", () => {
    asking = box;
    window.open(box.dataset.pickUrl, "cp-pick", "popup,width=900,height=760");
  });
  box.after(button);
}

function addButtons(root) {
  for (const box of root.querySelectorAll("input[data-pick-url]")) {
    if (!box.name.includes("__prefix__")) addButton(box);
  }
}

// "kst-1: 1.2" with "kst-1: 2.1" becomes "kst-1: 1.2; kst-1: 2.1": the server reads both the same.
window.addEventListener("message", (event) => {
  if (event.origin !== window.location.origin || !asking || typeof event.data?.source !== "string") return;
  const there = asking.value.trim();
  asking.value = there ? `${there}; ${event.data.source}` : event.data.source;
  asking.dispatchEvent(new Event("change", { bubbles: true }));
  asking.focus();
  asking = null;
});

document.addEventListener("formset:added", (event) => addButtons(event.target));
addButtons(document);
