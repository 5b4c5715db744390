// Formatted text: spans (offsets in UTF-16 units, as JavaScript counts) become elements.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SAFE = /^(https?|tel|mailto):/i;

/** `act` has command(text) and link(url), for what can be tapped in a text; `act.can.taps`: commands are. */
export function formatted(text, spans, act) {
  const sorted = [...spans].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, sorted, 0, text.length, act);
}

function build(text, spans, from, to, act) {
  const fragment = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < spans.length; i += 1) {
    const span = spans[i];
    const start = Math.max(span.offset, at);
    const end = Math.min(span.offset + span.length, to);
    if (end <= start) continue;
    fragment.append(text.slice(at, start));
    const inner = [];
    while (i + 1 < spans.length && spans[i + 1].offset < end) inner.push(spans[(i += 1)]);
    const element = wrap(span, text.slice(start, end), act);
    element.append(build(text, inner, start, end, act));
    fragment.append(element);
    at = end;
  }
  fragment.append(text.slice(at, to));
  return fragment;
}

function wrap(span, words, act) {
  switch (span.type) {
    case "text_link":
    case "url":
      return link(span.url ?? words, act);
    case "email":
      return link(`mailto:${words}`, act);
    case "bot_command":
      return act.can.taps ? make("button", { type: "button", class: "inline-link", onclick: () => act.command(words) })
        : make("span");
    case "spoiler": {
      const reveal = (event) => event.currentTarget.classList.add("shown");
      return make("span", { class: "spoiler", role: "button", tabindex: "0", onclick: reveal, onkeydown: reveal });
    }
    default:
      return make(TAGS[span.type] ?? "span");
  }
}

function link(url, act) {
  if (!SAFE.test(url)) return make("span");
  const follow = (event) => {
    if (act.link(url)) event.preventDefault();
  };
  return make("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick: follow });
}
