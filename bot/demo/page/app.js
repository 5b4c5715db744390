// The desk with the phones on it: fetches the state, listens to what happens, and hands it to the phones.

import { avatar, call, given, iconButton, make } from "./dom.js";
import { FaultDrawer } from "./faults.js";
import { Phone } from "./phone.js";
import { fill, loadWords, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const TOGETHER = 120; // ms: changes of many chats at once are fetched once
const GUIDE_CLOSED = "ocop-demo-guide-closed";

const desk = {
  chats: new Map(), // by key: an app's name and the chat's number there
  apps: new Map(),
  all: [],
  selected: null,
  phones: () => desk.all,
  select,
  changed: (phone) => drawTab(phone),
  failed: (error) => {
    console.error(error);
    say(t("failed"));
  },
};
const drawer = new FaultDrawer($("faults"), document.querySelector("#faults-open .lamp"), desk.failed);
let language = "";
let refetch = 0;
let loads = 0; // under way
const early = []; // what happened meanwhile: a state may be older than it

// The state

async function load() {
  loads += 1;
  try {
    await place(await call("state", undefined, "GET"));
  } finally {
    loads -= 1;
    if (!loads) early.splice(0).forEach(happened);
  }
}

async function place(state) {
  const spoken = state.phones[0]?.language ?? "vi";
  const fresh = spoken !== language || state.phones.some((phone, i) => phone.id !== desk.all[i]?.id);
  if (spoken !== language) await loadWords((language = spoken));
  const before = desk.chats;
  desk.apps = new Map(state.apps.map((app) => [app.app, app]));
  desk.chats = new Map(state.chats.map((chat) => [keyOf(chat.app, chat.id), withMessages(chat)]));
  for (const data of state.phones) data.chats = data.chats.map((place) => ({ ...place, key: keyOf(place.app, place.id) }));
  if (fresh) lay(state);
  else {
    for (const [i, data] of state.phones.entries()) {
      const phone = desk.all[i];
      phone.places = data.chats;
      for (const { key } of phone.places) countMissed(phone, key, before.get(key));
      resume(phone);
    }
    drawer.refresh();
  }
}

/** What came into a chat that nobody looks at while nobody listened is unread as well. */
function countMissed(phone, key, before) {
  if (key === phone.active && phone.visible()) return;
  for (const [id, message] of desk.chats.get(key).messages) {
    if (message.from !== phone.id && !before?.messages.has(id)) phone.count(key);
  }
}

/** Draw again what was missed, but leave a phone alone where nothing was. */
function resume(phone) {
  const drawn = [...phone.list.children].map((item) => item.dataset.id).join();
  const now = [...phone.chat.messages.keys()].join();
  if (drawn === now) phone.refresh();
  else phone.show(phone.active);
}

function keyOf(app, chat) {
  return `${app} ${chat}`;
}

function withMessages(chat) {
  return { ...chat, messages: new Map(chat.messages.map((message) => [message.id, message])) };
}

function lay(state) {
  const open = desk.selected?.id;
  const opened = new Map(desk.all.map((phone) => [phone.id, phone.active]));
  drawer.build(state);
  drawGuide(state.phones);
  $("tabs").replaceChildren();
  desk.all = [];
  for (const data of state.phones) {
    const phone = new Phone(desk, data);
    desk.all.push(phone);
    $("tabs").append(make("button", { type: "button", class: "tab", "data-testid": `tab-${data.role || data.id}`, onclick: () => select(phone) }));
  }
  $("stage").replaceChildren(...desk.all.map((phone) => phone.element));
  for (const phone of desk.all) {
    if (desk.chats.has(opened.get(phone.id))) phone.show(opened.get(phone.id));
    else phone.toEnd();
  }
  if (desk.all.length) select(desk.all.find((phone) => phone.id === open) ?? desk.all[0]);
}

function select(phone) {
  desk.selected = phone;
  for (const other of desk.all) other.element.classList.toggle("selected", other === phone);
  phone.seen();
  for (const other of desk.all) drawTab(other);
}

function drawTab(phone) {
  const tab = $("tabs").children[desk.all.indexOf(phone)];
  if (!tab) return;
  const unread = phone.unreadTotal;
  tab.setAttribute("aria-pressed", String(phone === desk.selected));
  tab.setAttribute("aria-label", unread ? `${phone.name}, ${t("unread", { n: unread })}` : phone.name);
  tab.replaceChildren(avatar(given(phone.name), phone.id), make("span", {}, given(phone.name)));
  if (unread) tab.append(make("span", { class: "badge" }, String(unread)));
}

// What happens

function listen() {
  const stream = new EventSource("/demo/events");
  stream.onopen = () => {
    $("offline").hidden = true;
    load().catch(desk.failed);
  };
  stream.onerror = () => {
    $("offline").hidden = false;
  };
  stream.onmessage = ({ data }) => happened(JSON.parse(data));
}

function happened(event) {
  if (loads) {
    early.push(event);
    return;
  }
  event.key = keyOf(event.app, event.chat);
  const chat = desk.chats.get(event.key);
  if (!chat || event.what === "chat" || event.what === "commands") {
    clearTimeout(refetch);
    refetch = setTimeout(() => load().catch(desk.failed), TOGETHER);
    return;
  }
  if (event.message) {
    const { messages } = chat;
    const known = messages.has(event.message.id);
    Object.assign(chat, event.in);
    if (event.what === "delete") messages.delete(event.message.id);
    else messages.set(event.message.id, event.message);
    if (event.what === "message" && known) return; // it came with the state
  }
  for (const phone of desk.all) {
    if (phone.places.some(({ key }) => key === event.key)) phone.received(event);
  }
}

// Around the phones

function drawGuide(phones) {
  const names = Object.fromEntries(phones.map(({ role, name }) => [role, given(name)]));
  const tryOut = (step) => {
    const phone = desk.all.find(({ role }) => role === step.role) ?? desk.all[0];
    if (matchMedia("(max-width: 60rem)").matches) guide(false);
    select(phone);
    phone.open(step.app ?? phone.app);
    phone.composer.write(step.say);
    phone.element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
    (phone.composer.writing.hidden ? phone.composer.wide : phone.composer.field).focus();
  };
  const steps = t("steps").map((step) => make("li", {},
    make("b", {}, step.title),
    make("p", {}, fill(step.text, names)),
    make("button", { type: "button", class: "try", onclick: () => tryOut(step) }, make("code", {}, step.say), t("try"))));
  $("guide").replaceChildren(
    make("header", {}, make("h2", {}, t("guide")), iconButton("close", t("close"), { onclick: () => guide(false) })),
    make("ol", {}, ...steps));
  $("guide").setAttribute("aria-label", t("guide"));
}

function guide(open) {
  $("guide").hidden = !open;
  $("guide-open").setAttribute("aria-expanded", String(open));
  localStorage.setItem(GUIDE_CLOSED, open ? "" : "yes");
}

let sayTimer = 0;
function say(text) {
  $("offline").textContent = text;
  $("offline").hidden = false;
  clearTimeout(sayTimer);
  sayTimer = setTimeout(() => {
    $("offline").textContent = t("offline");
    $("offline").hidden = true;
  }, 4000);
}

$("guide-open").addEventListener("click", () => guide($("guide").hidden));
$("faults-open").addEventListener("click", () => {
  drawer.toggle();
  $("faults-open").setAttribute("aria-expanded", String(!$("faults").hidden));
});
$("language").addEventListener("click", async () => {
  try {
    await call("language", { language: language === "vi" ? "en" : "vi" });
    await load();
  } catch (error) {
    desk.failed(error);
  }
});

const small = matchMedia("(max-width: 60rem)").matches;
guide(!small && !localStorage.getItem(GUIDE_CLOSED));
listen();
