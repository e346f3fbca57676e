/*
 * A list answers while one filters. The form works without this script too, with its button.
 *
 * htmx fetches and swaps; this decides when the form is sent, keeps focus and unfolded options where they were,
 * and tells when an answer is slow or does not come.
 */
(() => {
  const form = document.getElementById("list")
  if (!form || !window.htmx) return

  const TYPING = 300 // ms without a key before the text counts
  const SLOW = 400 // ms before the list looks busy
  const results = document.getElementById("resultaten")
  const heading = document.getElementById("list-heading")
  const failure = document.getElementById("list-failure")
  document.documentElement.classList.add("has-script")

  const typed = () => [...form.querySelectorAll("input.cp-typed")]
  const said = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value)).toString()
  let sent = said()
  let typing = 0
  let slow = 0
  let request = null
  let source = form
  let unfolded = []
  let hadFocus = false

  // When to send

  const send = () => {
    clearTimeout(typing)
    if (said() !== sent || !failure.hidden) htmx.trigger(form, "filter")
  }

  form.addEventListener("change", (event) => {
    if (event.target.form === form && event.target.name) send()
  })

  form.addEventListener("input", (event) => {
    if (event.target.matches(".cp-find")) return find(event.target)
    if (!event.target.matches(".cp-typed")) return
    clearTimeout(typing)
    typing = setTimeout(send, TYPING)
  })

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".cp-find")) event.preventDefault()
  })

  // While it is under way

  // A newer request takes the place of an older one. That is no error, so htmx need not tell the console.
  let isReplaced = false
  htmx.logger = (_element, name, detail) => {
    if (name === "htmx:abort") isReplaced = true
    if (isReplaced) delete detail.error
  }

  form.addEventListener("htmx:beforeRequest", (event) => {
    clearTimeout(typing)
    clearTimeout(slow)
    isReplaced = false
    sent = said()
    request = event.detail.xhr
    source = event.detail.elt
    failure.hidden = true
    slow = setTimeout(() => results.setAttribute("aria-busy", "true"), SLOW)
  })

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr !== request) return
    clearTimeout(slow)
    results.removeAttribute("aria-busy")
  })

  // When it fails: nothing is lost, the form still says what was asked

  for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(failed, (event) => {
      if (event.detail.xhr === request) failure.hidden = false
    })
  }

  document.getElementById("list-retry").addEventListener("click", () => {
    heading.focus()
    if (source === form || !source.isConnected) htmx.trigger(form, "filter")
    else source.click()
  })

  // When it is there

  form.addEventListener("htmx:beforeSwap", () => {
    unfolded = [...form.querySelectorAll("details.cp-moreopts[open]")].map((details) => details.id)
    hadFocus = document.activeElement !== document.body
  })

  form.addEventListener("htmx:afterSwap", () => {
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "")
    form.querySelectorAll(".cp-find").forEach(find)
    showTheAddress()
    if (hadFocus && document.activeElement === document.body) heading.focus()
    sent = said()
  })

  /** A chip or a bar changed the address: the boxes that are not being typed in and the links back here follow. */
  const showTheAddress = () => {
    const query = new URLSearchParams(location.search)
    for (const input of typed()) if (input !== document.activeElement) input.value = query.get(input.name) ?? ""
    for (const link of document.querySelectorAll('a[href*="?next="]')) {
      const url = new URL(link.href)
      url.searchParams.set("next", location.pathname + location.search)
      link.href = url
    }
  }

  // Finding an option in a long facet

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim()

  const find = (box) => {
    const options = document.getElementById(box.getAttribute("aria-controls"))
    const wanted = folded(box.value)
    for (const option of options.querySelectorAll(".cp-opt")) {
      option.hidden = !folded(option.querySelector(".cp-opt__label").textContent).includes(wanted)
    }
    const more = options.querySelector("details.cp-moreopts")
    if (more && wanted) more.open = true
  }
})()
