// The drawer that breaks the network, to see that nothing is lost.

import { call, iconButton, make } from "./dom.js";
import { t } from "./words.js";

const EVERY = 1000; // ms between looks at what waits, while the drawer is open
const SENDING = ["sendMessage", "sendPhoto", "editMessageText", "cs"]; // the calls that show something, of any app
const SWITCHES = {
  down: [{ kind: "drop_before" }],
  flaky: [
    { kind: "drop_before", probability: 0.2 },
    { kind: "drop_after", probability: 0.1, methods: SENDING },
    { kind: "bad_gateway", probability: 0.15 },
  ],
  slow: [{ kind: "slow", seconds: 2 }],
  too_many: [{ kind: "too_many", times: 5, seconds: 3, methods: SENDING }],
  twice: [{ kind: "duplicate_update" }],
};

export class FaultDrawer {
  constructor(element, lamp, failed) {
    this.element = element;
    this.lamp = lamp;
    this.failed = failed;
    this.on = null;
    this.where = ""; // an app, or all of them
    this.turn = Promise.resolve(); // what is asked of the server, one after the other
    this.asked = 0;
  }

  build(health) {
    const apps = Object.keys(health.limits);
    if (!apps.includes(this.where)) this.where = "";
    this.places = make("div", { class: "places", role: "group", "aria-label": t("fault.where"), hidden: apps.length < 2 },
      ...["", ...apps].map((app) => make("button", { type: "button", class: "chat-tab", "data-app": app,
        "data-testid": `fault-in-${app || "all"}`, onclick: () => this.look(app) }, app ? t(`app.${app}`) : t("fault.everywhere"))));
    this.boxes = new Map();
    const row = (name, change) => {
      const box = make("input", { type: "checkbox", role: "switch", "data-testid": `fault-${name}`, onchange: () => change(box.checked) });
      this.boxes.set(name, box);
      return make("label", { class: "switch" }, box,
        make("span", {}, make("b", {}, t(`fault.${name}`)), make("small", {}, t(`fault.${name}_hint`))));
    };
    this.waiting = make("b", { "data-testid": "waiting" });
    this.accepted = make("b", {});
    this.element.replaceChildren(
      make("header", {}, make("h2", {}, t("faults")), iconButton("close", t("close"), { onclick: () => this.toggle(false) })),
      make("p", {}, t("fault.intro")),
      this.places,
      ...Object.keys(SWITCHES).map((name) => row(name, (on) => this.break(on ? name : null))),
      row("limits", (on) => this.limit(on)),
      make("dl", {}, make("dt", {}, t("fault.waiting")), make("dd", {}, this.waiting),
        make("dt", {}, t("fault.accepted")), make("dd", {}, this.accepted)),
      make("button", { type: "button", class: "wide", onclick: () => this.break(null) }, t("fault.calm")),
    );
    this.element.setAttribute("aria-label", t("faults"));
    this.show(health);
  }

  /** Where the switches break things: one app, or all of them. */
  look(app) {
    this.where = app;
    this.on = null;
    return this.refresh();
  }

  /** One fault at a time in one place: `name` starts, whatever was on there ends. */
  break(name) {
    const app = this.where;
    this.on = name;
    return this.ask(async () => {
      let health = await call(`faults?app=${app}`, undefined, "DELETE");
      for (const fault of SWITCHES[name] ?? []) health = await call("faults", { ...fault, app });
      return health;
    });
  }

  limit(enforced) {
    const app = this.where;
    return this.ask(() => call("limits", { enforced, app }));
  }

  refresh() {
    return this.ask(() => call("health", undefined, "GET"));
  }

  /** In turn, and only the last answer is shown: an earlier one would put back a switch that was just thrown. */
  ask(what) {
    const mine = ++this.asked;
    this.turn = this.turn.then(async () => {
      try {
        const health = await what();
        if (mine === this.asked) this.show(health);
      } catch (error) {
        this.failed(error);
      }
    });
    return this.turn;
  }

  show({ faults, limits, waiting, accepted }) {
    const live = faults.filter((fault) => fault.times === null || fault.struck < fault.times);
    const here = this.where ? live.filter(({ app }) => app === this.where) : live;
    if (!here.length) this.on = null;
    this.on ??= Object.keys(SWITCHES).find((name) => here.some((fault) => fault.kind === SWITCHES[name][0].kind)) ?? null;
    for (const [name, box] of this.boxes) box.checked = name === "limits" ? this.of(limits).every(Boolean) : name === this.on;
    for (const place of this.places.children) {
      place.setAttribute("aria-pressed", String(place.dataset.app === this.where));
      place.classList.toggle("broken", live.some(({ app }) => app === place.dataset.app));
    }
    this.lamp.hidden = !live.length;
    this.waiting.textContent = sum(this.of(waiting));
    this.accepted.textContent = sum(this.of(accepted));
  }

  /** What is said of each app, of the apps that are looked at. */
  of(byApp) {
    return this.where ? [byApp[this.where]] : Object.values(byApp);
  }

  toggle(open = this.element.hidden) {
    this.element.hidden = !open;
    clearInterval(this.timer);
    if (open) this.timer = setInterval(() => this.refresh(), EVERY);
  }
}

function sum(numbers) {
  return numbers.reduce((all, n) => all + n, 0);
}
