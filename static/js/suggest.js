// Suggestions under a search box while somebody types (the combobox pattern of ARIA). Without this script the box is a
// plain form. A box asks for it with data-suggest, the address that answers {"suggestions": [{title, kind, url}]}.
"use strict";

const PAUSE = 150; // ms of rest before asking

class Suggestions {
  constructor(box) {
    this.box = box;
    this.list = document.createElement("ul");
    this.list.id = `${box.id}-suggestions`;
    this.list.className = "cp-suggest";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.suggestLabel);
    this.count = document.createElement("span");
    this.count.className = "cp-vh";
    this.count.setAttribute("role", "status");
    box.after(this.list, this.count);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    })) box.setAttribute(name, value);
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
    // on a slow line somebody types before this script is there
    if (box === document.activeElement && box.value !== box.defaultValue) this.wait();
  }

  get options() { return [...this.list.children]; }

  get chosen() { return this.list.querySelector("[aria-selected=true]"); }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.box.value.trim()), PAUSE);
  }

  async ask(typed) {
    this.request?.abort();
    if (typed.length < 2) return this.close();
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.box.dataset.suggest}?q=${encodeURIComponent(typed)}`, {signal: this.request.signal});
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // no connection: the form still works
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((suggestion, number) => this.option(suggestion, number)));
    this.count.textContent = this.box.dataset.suggestCount.replace("{n}", suggestions.length);
    this.choose(null);
    const is_open = suggestions.length > 0 && document.activeElement === this.box;
    this.list.hidden = !is_open;
    this.box.setAttribute("aria-expanded", String(is_open));
  }

  option({title, kind, url}, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    const [name, sort] = [document.createElement("span"), document.createElement("span")];
    name.textContent = title;
    sort.textContent = kind;
    sort.className = "cp-suggest__kind";
    option.append(name, " ", sort);
    return option;
  }

  press(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (this.list.hidden) return;
      event.preventDefault();
      this.step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !this.list.hidden && this.chosen) {
      event.preventDefault();
      this.go(this.chosen);
    }
  }

  // Past the last one, and before the first, stands the box itself.
  step(by) {
    const options = this.options;
    const places = options.length + 1;
    const at = (options.indexOf(this.chosen) + 1 + by + places) % places;
    this.choose(options[at - 1] ?? null);
  }

  choose(option) {
    for (const each of this.options) each.setAttribute("aria-selected", String(each === option));
    if (option) this.box.setAttribute("aria-activedescendant", option.id);
    else this.box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({block: "nearest"});
  }

  go(option) {
    if (option) window.location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.choose(null);
  }
}

for (const box of document.querySelectorAll("[data-suggest]")) new Suggestions(box);
