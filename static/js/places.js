// A place of a long document that stands on another page, asked for by its name alone ("#9.3"): go to that page.
const NAME = /^(s-|fn\.|\d|aanhef$|slot$|inleiding)/;

function goToPlace() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (NAME.test(name) && !document.getElementById(name)) location.replace(`?at=${encodeURIComponent(name)}`);
}

window.addEventListener("hashchange", goToPlace);
goToPlace();
