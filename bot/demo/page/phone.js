// One phone: the chats of one person, and what they can do there.

import { bubble } from "./bubble.js";
import { Composer } from "./composer.js";
import { avatar, call, given, icon, iconButton, make } from "./dom.js";
import { about, t } from "./words.js";

const NEAR = 40; // px from the end that still count as reading the newest message
const TYPING = 5000; // ms that "typing" is shown, as on the real platform
const BUSY = 8000; // ms that a pressed button waits for its answer

export class Phone {
  /** `desk` knows all phones, apps and chats: chats, apps, phones(), changed(phone), failed(error). */
  constructor(desk, data) {
    this.desk = desk;
    this.id = data.id;
    this.role = data.role;
    this.name = data.name;
    this.unread = new Map();
    this.places = data.chats;
    this.active = data.chats[0].key;
    this.lastIn = new Map(); // the chat that each app was left at
    this.following = true; // stays at the end while new messages come
    this.lastTop = 0;
    this.composer = new Composer(this);
    this.build();
    this.show(this.active);
  }

  get chat() {
    return this.desk.chats.get(this.active);
  }

  get place() {
    return this.places.find(({ key }) => key === this.active);
  }

  get app() {
    return this.place.app;
  }

  /** What the app that is open can do: its bot, what can be attached, whether one message can be answered. */
  get can() {
    return this.desk.apps.get(this.app);
  }

  get botName() {
    return this.can.bot.name;
  }

  get commands() {
    return this.place?.commands ?? [];
  }

  get unreadTotal() {
    return this.unreadIn(this.places);
  }

  unreadIn(places) {
    return places.reduce((sum, { key }) => sum + (this.unread.get(key) ?? 0), 0);
  }

  build() {
    this.title = make("b", { class: "chat-title" });
    this.status = make("span", { class: "chat-status" });
    this.face = make("span", { class: "face" });
    this.switch = make("div", { class: "apps", role: "group", "aria-label": t("apps") });
    this.chatTabs = make("div", { class: "chat-tabs", role: "group", "aria-label": t("chats") });
    this.menu = make("div", { class: "popup menu", role: "menu", hidden: true });
    const more = iconButton("more", t("more"), { "data-testid": "more", onclick: () => this.openMenu() });
    this.list = make("ol", { class: "list", role: "log", "aria-live": "polite", "aria-label": t("messages"), tabindex: "0" });
    this.dots = make("div", { class: "dots", hidden: true, "data-testid": "typing", "aria-label": t("typing") },
      make("i"), make("i"), make("i"));
    this.scroll = make("div", { class: "messages", onscroll: () => this.scrolled() }, this.list, this.dots);
    this.newer = make("button", { type: "button", class: "newer", hidden: true, "aria-label": t("newer"),
      onclick: () => this.toEnd(true) }, icon("down"), make("span", { class: "badge" }));
    this.toast = make("p", { class: "toast", role: "status", hidden: true, "data-testid": "notice" });
    this.alert = make("div", { class: "alert", role: "alertdialog", "aria-modal": "true", hidden: true });
    this.element = make(
      "section",
      { class: "phone", "data-testid": `phone-${this.role || this.id}`, "aria-label": t("phone_of", { name: this.name }) },
      make("header", { class: "owner" }, avatar(given(this.name), this.id),
        make("span", {}, make("b", {}, this.name), make("small", {}, about(this.role)))),
      (this.screen = make(
        "div",
        { class: "screen" },
        this.switch,
        make("header", { class: "bar" }, this.face, make("span", { class: "who" }, this.title, this.status), more, this.menu),
        this.chatTabs,
        make("div", { class: "middle" }, this.scroll, this.newer, this.toast),
        this.composer.element,
        this.alert,
      )),
    );
    const keep = new ResizeObserver(() => this.following && this.toEnd());
    keep.observe(this.list);
    keep.observe(this.scroll);
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.closePopups();
    });
    this.element.addEventListener("focusout", (event) => {
      if (!this.menu.contains(event.relatedTarget)) this.menu.hidden = true;
    });
  }

  /** Open an app, at the chat where it was left. */
  open(app) {
    const there = this.places.filter((place) => place.app === app);
    if (there.length) this.show(this.lastIn.get(app) ?? there[0].key);
  }

  /** Open one of the chats. */
  show(key) {
    this.active = key;
    this.lastIn.set(this.app, key);
    this.screen.dataset.app = this.app;
    if (this.visible()) this.unread.set(key, 0);
    this.composer.open(key);
    this.list.replaceChildren(...[...this.chat.messages.values()].map((message) => bubble(message, this)));
    this.hideTyping();
    this.refresh();
    this.toEnd();
  }

  /** Redraw what is around the messages. */
  refresh() {
    const { chat } = this;
    const group = chat.kind === "group";
    this.title.textContent = group ? chat.title : this.botName;
    this.face.replaceChildren(group ? avatar(chat.title, 4) : make("img", { src: "/icon.svg", alt: "" }));
    this.idle();
    this.drawSwitch();
    const here = this.places.filter((place) => place.app === this.app);
    this.chatTabs.hidden = here.length < 2;
    this.chatTabs.replaceChildren(...here.map(({ key }) => {
      const place = this.desk.chats.get(key);
      return make("button", { type: "button", class: "chat-tab", "aria-pressed": String(key === this.active),
        "data-testid": `chat-${place.kind}`, onclick: () => this.show(key) },
        place.kind === "group" ? place.title : this.botName, unreadMark(this.unread.get(key)));
    }));
    this.scroll.classList.toggle("empty", chat.messages.size === 0);
    this.scroll.dataset.title = t("empty");
    this.scroll.dataset.hint = chat.standing === "new" ? t(`empty_hint.${this.can.begins}`, { bot: this.botName }) : "";
    this.composer.refresh();
    this.desk.changed(this);
  }

  /** The apps of this phone; a mark where something came in. The buttons stay, for whoever is at the keyboard. */
  drawSwitch() {
    const apps = [...this.desk.apps.keys()].filter((app) => this.places.some((place) => place.app === app));
    this.switch.hidden = apps.length < 2;
    if (this.switch.children.length !== apps.length) {
      this.switch.replaceChildren(...apps.map((app) => make("button", { type: "button", class: "app", "data-app": app,
        "data-testid": `app-${app}`, onclick: () => this.open(app) })));
    }
    for (const [i, app] of apps.entries()) {
      const button = this.switch.children[i];
      const unread = this.unreadIn(this.places.filter((place) => place.app === app));
      button.setAttribute("aria-pressed", String(app === this.app));
      button.replaceChildren(t(`app.${app}`), ...[unreadMark(unread)].filter(Boolean));
    }
  }

  idle() {
    const { chat } = this;
    this.status.textContent = chat.kind === "group" ? t("group_of", { n: chat.people.length })
      : chat.standing === "kicked" ? t("blocked") : t(`status.${this.app}`);
    this.status.classList.remove("is-typing");
  }

  /** Something was shown in one of this phone's chats. */
  received(event) {
    if (event.key !== this.active) {
      if (event.what === "message" && event.message.from !== this.id) this.count(event.key);
      if (event.what === "message" || event.what === "chat") this.refresh();
      return;
    }
    switch (event.what) {
      case "message": {
        const follow = this.following || event.message.from === this.id;
        if (event.message.from === null) {
          this.hideTyping();
          this.calm();
        }
        this.list.append(bubble(event.message, this));
        if (event.message.from !== this.id && !this.visible()) this.count(event.key);
        this.refresh();
        if (follow) this.toEnd();
        else this.missed();
        break;
      }
      case "edit":
        this.find(event.message.id)?.replaceWith(bubble(event.message, this));
        break;
      case "delete":
        this.find(event.message.id)?.remove();
        this.refresh();
        break;
      case "typing":
        this.showTyping();
        break;
      case "notice":
        if (event.detail.person_id === this.id) this.notice(event.detail);
        break;
    }
  }

  count(key) {
    this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
  }

  /** Someone looks at this phone now. */
  seen() {
    this.unread.set(this.active, 0);
    this.refresh();
    this.toEnd();
  }

  visible() {
    return this.element.offsetParent !== null;
  }

  find(id) {
    return this.list.querySelector(`[data-id="${id}"]`);
  }

  // Scrolling

  toEnd(smooth = false) {
    this.following = true;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.newer.hidden = true;
    this.newer.lastChild.textContent = "";
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    if (scrollHeight - scrollTop - clientHeight < NEAR) {
      this.following = true;
      this.newer.hidden = true;
      this.newer.lastChild.textContent = "";
    } else if (scrollTop < this.lastTop) {
      this.following = false; // scrolled back, to read what was before
    }
    this.lastTop = scrollTop;
  }

  missed() {
    this.newer.hidden = false;
    this.newer.lastChild.textContent = String(Number(this.newer.lastChild.textContent) + 1);
  }

  goTo(id) {
    const item = this.find(id);
    if (!item) return;
    this.following = false;
    item.scrollIntoView({ block: "center", behavior: "smooth" });
    item.classList.remove("found");
    requestAnimationFrame(() => item.classList.add("found"));
  }

  // What the bot shows besides messages

  showTyping() {
    this.dots.hidden = false;
    this.status.textContent = t("typing");
    this.status.classList.add("is-typing");
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.hideTyping(), TYPING);
    if (this.following) this.toEnd(true);
  }

  hideTyping() {
    clearTimeout(this.typingTimer);
    this.dots.hidden = true;
    this.idle();
  }

  notice({ text, alert }) {
    this.calm();
    if (!text) return;
    if (alert) {
      const ok = make("button", { type: "button", class: "primary", onclick: () => { this.alert.hidden = true; } }, t("ok"));
      this.ask(text, [ok]);
      return;
    }
    this.toast.textContent = text;
    this.toast.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toast.hidden = true; }, 3500);
  }

  /** No button waits for its answer any more. */
  calm() {
    for (const button of this.element.querySelectorAll(".choice.busy")) button.classList.remove("busy");
  }

  ask(text, buttons) {
    this.alert.replaceChildren(make("div", { class: "alert-box" }, make("p", {}, text), ...buttons));
    this.alert.hidden = false;
    buttons[0].focus();
  }

  // What the person does

  async act(what, details = {}) {
    try {
      return await call("act", { do: what, app: this.app, person: this.id, chat: this.chat.id, ...details });
    } catch (error) {
      return this.desk.failed(error);
    }
  }

  press(message, button, row, column, element) {
    if (button.url) {
      if (!this.link(button.url)) window.open(button.url, "_blank", "noopener,noreferrer");
      return;
    }
    element.classList.add("busy");
    setTimeout(() => element.classList.remove("busy"), BUSY);
    this.act("press", { message: message.id, row, column });
  }

  command(text) {
    this.act("say", { text });
  }

  reply(message) {
    this.composer.replyTo(message);
  }

  /** Links that start the bot open inside, on a phone of one's choice. Returns whether this was one. */
  link(url) {
    const { pathname, hostname, searchParams } = new URL(url, "https://t.me");
    const payload = searchParams.get("start");
    const username = this.desk.apps.get("telegram")?.bot.username ?? "";
    if (hostname !== "t.me" || pathname.slice(1).toLowerCase() !== username.toLowerCase()) return false;
    const phones = this.desk.phones().map((phone) => make("button", { type: "button", onclick: () => {
      this.alert.hidden = true;
      this.desk.select(phone);
      phone.open("telegram");
      phone.act("say", { text: `/start ${payload ?? ""}`.trim() });
    } }, avatar(given(phone.name), phone.id), phone.name));
    const cancel = make("button", { type: "button", onclick: () => { this.alert.hidden = true; } }, t("cancel"));
    this.ask(t("open_on"), [...phones, cancel]);
    return true;
  }

  openMenu() {
    const blocked = this.chat.standing === "kicked";
    this.menu.replaceChildren(make("button", { type: "button", role: "menuitem", "data-testid": "block", onclick: () => {
      this.menu.hidden = true;
      this.act(blocked ? "unblock" : "block");
    } }, icon("block"), t(blocked ? "unblock" : "block")));
    this.menu.hidden = !this.menu.hidden;
    if (!this.menu.hidden) this.menu.firstChild.focus();
  }

  closePopups() {
    this.menu.hidden = true;
    this.alert.hidden = true;
    this.composer.closePopups();
  }
}

function unreadMark(n) {
  return n ? make("span", { class: "badge", "aria-label": t("unread", { n }) }, String(n)) : null;
}
