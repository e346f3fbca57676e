// Copy buttons. Without this script they stay hidden: what they copy is a link or a text on the page.
// Each names the element it copies from (data-copy-from) or an address (data-copy-text), and says how it went.

const said = document.createElement("p")
said.className = "cp-vh"
said.setAttribute("role", "status")
document.body.append(said)

const textOf = (button) =>
  button.dataset.copyFrom
    ? document.getElementById(button.dataset.copyFrom).textContent.trim()
    : new URL(button.dataset.copyText, location.href).href

async function copy(button) {
  let message = button.dataset.copied
  try {
    await navigator.clipboard.writeText(textOf(button))
    button.classList.add("is-copied")
    setTimeout(() => button.classList.remove("is-copied"), 2000)
  } catch {
    message = button.dataset.failed
  }
  said.textContent = ""
  requestAnimationFrame(() => (said.textContent = message))
}

for (const button of document.querySelectorAll("[data-copied]")) {
  button.hidden = false
  button.addEventListener("click", () => copy(button))
}
