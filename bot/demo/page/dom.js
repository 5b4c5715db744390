// Small helpers. Nothing that anyone wrote ever reaches innerHTML: text goes in as text.

/** Make an element: make("button", {class: "key", onclick: f}, "label", child). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the symbols in index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function iconButton(name, label, attributes = {}) {
  return make("button", { type: "button", class: "round", "aria-label": label, title: label, ...attributes }, icon(name));
}

/** The given name, which comes last in Vietnamese. */
export function given(name) {
  return name.trim().split(/\s+/).pop();
}

/** A letter on a colour of its own. */
export function avatar(name, key) {
  return make("span", { class: `avatar hue-${Math.abs(key) % 6}`, "aria-hidden": "true" }, [...name][0] ?? "?");
}

export async function call(path, content, method = "POST") {
  const response = await fetch(`/demo/${path}`, {
    method,
    headers: content === undefined ? {} : { "Content-Type": "application/json" },
    body: content === undefined ? undefined : JSON.stringify(content),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
