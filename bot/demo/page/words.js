// The words of the page, from locales/<language>/demo.json.

let words = {};

export async function loadWords(language) {
  words = await (await fetch(`/demo/words/${language}`)).json();
  document.documentElement.lang = language;
  document.title = t("title");
  for (const element of document.querySelectorAll("[data-words]")) element.textContent = t(element.dataset.words);
  for (const element of document.querySelectorAll("[data-words-label]")) {
    element.setAttribute("aria-label", t(element.dataset.wordsLabel));
  }
}

/** The words under `key` ("fault.down"), with {name} filled in. */
export function t(key, values = {}) {
  const found = key.split(".").reduce((place, part) => place?.[part], words.page);
  if (typeof found !== "string") return found ?? key;
  return fill(found, values);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** Who someone of the cast is, in a few words. */
export function about(role) {
  return words.cast?.[role]?.about ?? "";
}
