// Libraries of the admin draw boxes that have no name, or one where it may not be: mended as soon as they appear.
"use strict";

// A choice box gets the name of its label.
function nameBox(drawn) {
  const select = drawn.previousElementSibling;
  const label = select?.id && document.querySelector(`label[for="${select.id}"]`)?.textContent.trim().replace(/:$/, "");
  if (!label) return;
  for (const box of drawn.querySelectorAll("[role=combobox], [role=textbox], .select2-search__field")) {
    box.setAttribute("aria-label", label);
  }
}

function mend(part) {
  if (!(part instanceof Element)) return;
  const found = (selector) => [...(part.matches(selector) ? [part] : []), ...part.querySelectorAll(selector)];
  found(".select2-container").forEach(nameBox);
  // the icon in front of a filter box says what the box is for: it is an image then
  found(".help-tooltip[aria-label]").forEach((icon) => icon.setAttribute("role", "img"));
}

const watcher = new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(mend)));
watcher.observe(document.documentElement, { childList: true, subtree: true });
