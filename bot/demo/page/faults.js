// The drawer that breaks the network, to see that nothing is lost.

import { call, iconButton, make } from "./dom.js";
import { t } from "./words.js";

const EVERY = 1000; // ms between looks at what waits, while the drawer is open
const SWITCHES = {
  down: [{ kind: "drop_before" }],
  flaky: [
    { kind: "drop_before", probability: 0.2 },
    { kind: "drop_after", probability: 0.1, methods: ["sendMessage", "sendPhoto", "editMessageText"] },
    { kind: "bad_gateway", probability: 0.15 },
  ],
  slow: [{ kind: "slow", seconds: 2 }],
  too_many: [{ kind: "too_many", times: 5, seconds: 3, methods: ["sendMessage", "sendPhoto", "editMessageText"] }],
  twice: [{ kind: "duplicate_update" }],
};

export class FaultDrawer {
  constructor(element, lamp, failed) {
    this.element = element;
    this.lamp = lamp;
    this.failed = failed;
    this.on = null;
  }

  build(health) {
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
      ...Object.keys(SWITCHES).map((name) => row(name, (on) => this.break(on ? name : null))),
      row("limits", (on) => this.change("limits", { enforced: on })),
      make("dl", {}, make("dt", {}, t("fault.waiting")), make("dd", {}, this.waiting),
        make("dt", {}, t("fault.accepted")), make("dd", {}, this.accepted)),
      make("button", { type: "button", class: "wide", onclick: () => this.break(null) }, t("fault.calm")),
    );
    this.element.setAttribute("aria-label", t("faults"));
    this.show(health);
  }

  /** One fault at a time: `name` starts, whatever was on ends. */
  async break(name) {
    this.on = name;
    await this.change("faults", undefined, "DELETE");
    for (const fault of SWITCHES[name] ?? []) await this.change("faults", fault);
  }

  async change(path, content, method) {
    try {
      this.show(await call(path, content, method));
    } catch (error) {
      this.failed(error);
    }
  }

  show({ faults, limits, waiting, accepted }) {
    const live = faults.filter((fault) => fault.times === null || fault.struck < fault.times);
    if (!live.length) this.on = null;
    this.on ??= Object.keys(SWITCHES).find((name) => live.some((fault) => fault.kind === SWITCHES[name][0].kind)) ?? null;
    for (const [name, box] of this.boxes) box.checked = name === "limits" ? limits : name === this.on;
    this.lamp.hidden = !live.length;
    this.waiting.textContent = waiting;
    this.accepted.textContent = accepted;
  }

  toggle(open = this.element.hidden) {
    this.element.hidden = !open;
    clearInterval(this.timer);
    if (open) this.timer = setInterval(() => this.change("health", undefined, "GET"), EVERY);
  }
}
