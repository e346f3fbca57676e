/* Menus are details elements and work by themselves; this closes an open one by Escape or by a click beside it. */
(() => {
  const open = () => document.querySelectorAll("details.cp-menu[open]")

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    for (const menu of open()) {
      menu.open = false
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus()
    }
  })

  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
  })
})()
