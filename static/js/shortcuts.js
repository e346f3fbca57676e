// Keyboard shortcuts: off until a reader switches them on at the help page; the choice stays in this browser.
// "/" goes to the search box, "?" to the help page, "h" home; never while typing, never with Ctrl, Alt or Meta.

const KEY = "cp-shortcuts"

const remembered = () => {
  try {
    return localStorage.getItem(KEY) === "on"
  } catch {
    return false // a browser that keeps nothing
  }
}

const remember = (isOn) => {
  try {
    if (isOn) localStorage.setItem(KEY, "on")
    else localStorage.removeItem(KEY)
  } catch {
    // stays for this page only
  }
}

let isOn = remembered()

const isTyping = (element) => element.closest("input, textarea, select, [contenteditable], [role=combobox]") !== null

const ACTIONS = {
  "/": () => document.querySelector("#q-site")?.focus(),
  "?": () => location.assign(document.querySelector("a[data-help]").href),
  h: () => location.assign("/"),
}

document.addEventListener("keydown", (event) => {
  const act = ACTIONS[event.key]
  if (!isOn || !act || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
  event.preventDefault()
  act()
})

const choice = document.querySelector("#use-shortcuts")
if (choice) {
  choice.disabled = false
  choice.checked = isOn
  choice.addEventListener("change", () => {
    isOn = choice.checked
    remember(isOn)
    document.querySelector("#shortcuts-said").textContent = isOn ? choice.dataset.on : choice.dataset.off
  })
}
