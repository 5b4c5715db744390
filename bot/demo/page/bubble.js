// One message: its bubble, what it carries, and the buttons under it.

import { icon, iconButton, make } from "./dom.js";
import { formatted } from "./text.js";
import { t } from "./words.js";

const LONG_PRESS = 450; // ms

/** `phone` is the phone that shows it; it offers reply(), press(), command(), link() and goTo(). */
export function bubble(message, phone) {
  if (message.kind === "service") return service(message, phone);
  const mine = message.from === phone.id;
  const from = mine ? "me" : message.from === null ? "bot" : "other";
  const body = make("div", { class: `bubble ${message.kind}` });
  if (!mine && phone.chat.kind === "group") {
    body.append(make("span", { class: `sender hue-${Math.abs(message.from ?? 5) % 6}` }, message.name ?? phone.botName));
  }
  if (message.reply) body.append(quote(message.reply, phone));
  const content = CONTENT[message.kind]?.(message);
  if (content) body.append(content);
  if (message.text) {
    body.append(make("div", { class: "text", "data-testid": "text" }, formatted(message.text, message.spans, phone)));
  }
  const time = new Date(message.at * 1000);
  body.append(
    make(
      "span",
      { class: "meta" },
      message.edited ? make("span", { class: "edited", "data-testid": "edited" }, `${t("edited")} `) : null,
      make("time", { datetime: time.toISOString() }, time.toTimeString().slice(0, 5)),
    ),
  );
  const reply = phone.can.replies ? () => phone.reply(message) : null;
  const row = make("div", { class: "line" }, body,
    reply && iconButton("reply", t("reply"), { class: "round reply-to", onclick: reply }));
  const item = make(
    "li",
    { class: `message ${from}`, "data-testid": "bubble", "data-from": from, "data-id": message.id },
    row,
    choices(message, phone),
  );
  if (reply) onHold(body, reply);
  return item;
}

function choices(message, phone) {
  if (!message.buttons.length) return null;
  return make(
    "div",
    { class: "choices" },
    ...message.buttons.map((row, r) =>
      make(
        "div",
        { class: "choice-row" },
        ...row.map((button, c) => {
          const press = (event) => phone.press(message, button, r, c, event.currentTarget);
          return make(
            "button",
            { type: "button", class: "choice", "data-testid": "choice", onclick: press },
            make("span", {}, button.label),
            button.url ? icon("link") : null,
          );
        }),
      ),
    ),
  );
}

const CONTENT = {
  photo: ({ file }) => {
    const open = () => enlarge(file);
    return make(
      "button",
      { type: "button", class: "picture", "aria-label": t("open_photo"), "data-testid": "photo", onclick: open },
      make("img", { src: file.url, alt: "", width: file.width, height: file.height, loading: "lazy" }),
    );
  },
  document: ({ file }) =>
    make(
      "a",
      { class: "paper", href: file.url, download: file.name, "aria-label": t("save", { name: file.name }), "data-testid": "document" },
      make("span", { class: "paper-icon" }, icon("document")),
      make("span", { class: "paper-name" }, file.name, make("small", {}, size(file.size))),
    ),
  voice: ({ file }) => make("audio", { controls: true, src: file.url, "aria-label": t("voice"), preload: "none" }),
  sticker: ({ file }) => make("img", { class: "sticker-image", src: file.url, alt: t("sticker") }),
  location: ({ extra }) =>
    make("span", { class: "card" }, icon("location"), `${extra.latitude.toFixed(4)}, ${extra.longitude.toFixed(4)}`),
  contact: ({ extra }) =>
    make(
      "span",
      { class: "card" },
      icon("contact"),
      make("span", {}, `${extra.first_name} ${extra.last_name ?? ""}`.trim(), make("small", {}, extra.phone_number)),
    ),
};

function quote(reply, phone) {
  const who = reply.name ?? phone.botName;
  return make(
    "button",
    { type: "button", class: "quote", onclick: () => phone.goTo(reply.id), "data-testid": "quote" },
    make("b", {}, who),
    make("span", {}, reply.text || t(reply.kind)),
  );
}

function service(message, phone) {
  const { what, names } = message.extra;
  return make(
    "li",
    { class: "service", "data-testid": "service", "data-id": message.id },
    make("span", {}, t(what, { bot: phone.botName, names: names.join(", ") })),
  );
}

function enlarge(file) {
  const box = document.getElementById("lightbox");
  const picture = make("img", { src: file.url, alt: "" });
  const close = iconButton("close", t("close"), { onclick: () => box.close() });
  box.replaceChildren(picture, close);
  box.onclick = () => box.close();
  box.showModal();
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function onHold(element, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" && !event.target.closest("a, button")) timer = setTimeout(act, LONG_PRESS);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove", "pointerleave"]) element.addEventListener(end, stop);
  element.addEventListener("dblclick", act);
}
