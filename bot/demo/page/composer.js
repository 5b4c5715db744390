// The lower end of a phone: writing, attaching, the list of commands, the bot's keyboard.

import { icon, iconButton, make } from "./dom.js";
import { t } from "./words.js";

const HERE = { latitude: 22.147, longitude: 105.8348 }; // the town of Bắc Kạn

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.drafts = new Map();
    this.quoted = null;
    this.chosen = -1;
    this.keysHidden = false;
    this.build();
  }

  build() {
    this.field = make("textarea", {
      rows: "1", "data-testid": "composer", placeholder: t("write"), "aria-label": t("write"), autocomplete: "off",
      enterkeyhint: "send", oninput: () => this.typed(), onkeydown: (event) => this.key(event),
      onpaste: (event) => this.pasted(event),
    });
    this.sendButton = iconButton("send", t("send"), { class: "round send", "data-testid": "send", onclick: () => this.send() });
    this.slash = iconButton("menu", t("commands"), { "data-testid": "commands", onclick: () => this.toggleCommands() });
    this.keysButton = iconButton("keys", t("keyboard"), { onclick: () => {
      this.keysHidden = !this.keysHidden;
      this.refresh();
    } });
    const attach = iconButton("attach", t("attach"), { "data-testid": "attach", onclick: () => {
      this.list.hidden = true;
      this.attachments.hidden = !this.attachments.hidden;
      if (!this.attachments.hidden) this.attachments.querySelector("button").focus();
    } });
    this.list = make("div", { class: "popup commands", role: "listbox", "aria-label": t("commands"), hidden: true });
    this.attachments = make("div", { class: "popup menu attachments", hidden: true });
    this.inputs = make("span", { hidden: true }, this.chooser("photo", "image/png,image/jpeg,image/webp,image/gif"),
      this.chooser("document", null));
    this.quote = make("div", { class: "replying", hidden: true });
    this.keys = make("div", { class: "keys", hidden: true, "data-testid": "keys" });
    this.writing = make("form", { class: "writing", onsubmit: (event) => event.preventDefault() },
      this.slash, make("div", { class: "field" }, this.field, this.keysButton, attach), this.sendButton);
    this.wide = make("button", { type: "button", class: "wide", hidden: true, "data-testid": "start" });
    this.element = make("footer", { class: "composer" }, this.list, this.attachments, this.inputs, this.quote, this.writing, this.wide, this.keys);
    this.element.addEventListener("focusout", (event) => {
      if (!this.element.contains(event.relatedTarget)) this.closePopups();
    });
  }

  chooser(kind, accept) {
    const input = make("input", { type: "file", accept, tabindex: "-1", "data-testid": `${kind}-input`, onchange: () => {
      for (const file of input.files) this.upload(kind, file);
      input.value = "";
    } });
    return input;
  }

  /** What the app that is open lets a person send. */
  drawAttachments() {
    const [photo, paper] = this.inputs.children;
    const acts = {
      photo: () => photo.click(),
      document: () => paper.click(),
      sticker: () => this.phone.act("sticker"),
      contact: () => this.phone.act("contact"),
      location: () => this.phone.act("location", HERE),
    };
    this.attachments.replaceChildren(...this.phone.can.attach.map((name) => make("button", {
      type: "button", "data-testid": `attach-${name}`, onclick: () => {
        this.attachments.hidden = true;
        acts[name]();
      },
    }, icon(name), t(name))));
  }

  /** Another chat is opened: keep what was half written here. */
  open(chat) {
    if (this.chatId !== undefined) this.drafts.set(this.chatId, this.field.value);
    this.chatId = chat;
    this.write(this.drafts.get(chat) ?? "");
    this.replyTo(null);
    this.closePopups();
    this.drawAttachments();
  }

  write(text) {
    this.field.value = text;
    this.fit();
  }

  refresh() {
    const { chat, commands } = this.phone;
    const { begins } = this.phone.can;
    const wide = { new: begins === "write" ? null : begins, kicked: chat.kind === "private" ? "restart" : null,
      gone: "gone" }[chat.standing];
    this.wide.hidden = !wide;
    this.writing.hidden = Boolean(wide);
    if (wide) {
      this.wide.textContent = t(wide);
      this.wide.disabled = wide === "gone";
      this.wide.onclick = () => (wide === "start" ? this.phone.act("say", { text: "/start" }) : this.phone.act("unblock"));
    }
    this.slash.hidden = commands.length === 0;
    this.keysButton.hidden = chat.keyboard.length === 0;
    this.keys.hidden = chat.keyboard.length === 0 || this.keysHidden || Boolean(wide);
    this.keys.replaceChildren(...chat.keyboard.map((row) => make("div", { class: "key-row" }, ...row.map((key) => {
      const press = () => {
        if (key.asks_contact) this.phone.act("contact");
        else if (key.asks_location) this.phone.act("location", HERE);
        else this.phone.act("say", { text: key.label });
      };
      return make("button", { type: "button", class: "key", "data-testid": "key", onclick: press }, key.label);
    }))));
    if (chat.wants_reply_to && this.asked !== chat.wants_reply_to) {
      this.asked = chat.wants_reply_to;
      const message = chat.messages.get(chat.wants_reply_to);
      if (message) this.replyTo(message, false);
    }
  }

  /** Without `focus` when the bot asks for the reply: someone may be writing on another phone. */
  replyTo(message, focus = true) {
    this.quoted = message;
    this.quote.hidden = !message;
    if (!message) return;
    const who = message.from === this.phone.id ? t("you") : message.name ?? this.phone.botName;
    this.quote.replaceChildren(
      icon("reply"),
      make("span", {}, make("b", {}, t("reply_to", { name: who })), make("span", {}, message.text || t(message.kind))),
      iconButton("close", t("cancel"), { onclick: () => this.replyTo(null) }),
    );
    if (focus) this.field.focus();
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return;
    const details = { text, reply_to: this.quoted?.id };
    this.write("");
    this.replyTo(null);
    this.closePopups();
    this.field.focus();
    await this.phone.act("say", details);
  }

  async upload(kind, file) {
    const query = new URLSearchParams({ app: this.phone.app, person: this.phone.id, chat: this.phone.chat.id, kind, name: file.name,
      caption: this.field.value.trim(), reply_to: this.quoted?.id ?? "" });
    this.write("");
    this.replyTo(null);
    try {
      const response = await fetch(`/demo/upload?${query}`, {
        method: "POST", body: file, headers: { "Content-Type": file.type || "application/octet-stream" },
      });
      if (!response.ok) throw new Error((await response.json()).error);
    } catch (error) {
      this.phone.desk.failed(error);
    }
  }

  pasted(event) {
    const pictures = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    for (const picture of pictures) this.upload("photo", picture);
  }

  typed() {
    this.fit();
    if (/^\/\w*$/.test(this.field.value)) this.showCommands(this.field.value.slice(1));
    else this.list.hidden = true;
  }

  fit() {
    this.field.style.height = "auto";
    const height = Math.min(this.field.scrollHeight, 120);
    this.field.style.height = this.field.value && height ? `${height}px` : "";
    this.sendButton.classList.toggle("ready", Boolean(this.field.value.trim()));
  }

  // The list of commands

  toggleCommands() {
    if (this.list.hidden) this.showCommands("");
    else this.list.hidden = true;
  }

  showCommands(prefix) {
    const found = this.phone.commands.filter(({ command }) => command.startsWith(prefix.toLowerCase()));
    this.attachments.hidden = true;
    this.chosen = -1;
    this.list.replaceChildren(...found.map(({ command, description }) =>
      make("button", { type: "button", role: "option", "aria-selected": "false", "data-testid": "command",
        onclick: () => this.pick(command) }, make("b", {}, `/${command}`), make("span", {}, description))));
    this.list.hidden = found.length === 0;
  }

  pick(command) {
    this.write("");
    this.list.hidden = true;
    this.field.focus();
    this.phone.act("say", { text: `/${command}` });
  }

  key(event) {
    if (event.isComposing) return; // a Vietnamese input method may still be at work
    const open = !this.list.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (open && this.chosen >= 0) this.list.children[this.chosen].click();
      else this.send();
    } else if (event.key === "Escape" && this.quoted) {
      this.replyTo(null);
    }
  }

  choose(step) {
    const all = [...this.list.children];
    this.chosen = (this.chosen + step + all.length + (this.chosen < 0 && step < 0 ? 1 : 0)) % all.length;
    all.forEach((entry, i) => entry.setAttribute("aria-selected", String(i === this.chosen)));
    all[this.chosen].scrollIntoView({ block: "nearest" });
  }

  closePopups() {
    this.list.hidden = true;
    this.attachments.hidden = true;
  }
}
