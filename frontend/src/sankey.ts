// The money trail as a picture over its table of hops: a slider says until which moment, a box marks its rows.
import type { Say, Start } from "./island.ts";
import { button, el, fresh, moment, onSelect, rows, select, shape, sum, words } from "./island.ts";
import type { Box, Hop, Plan, Ribbon } from "./sankey/plan.ts";
import { BOX, LANE, balance, largest, plan } from "./sankey/plan.ts";

interface Named {
  label: string;
  kind: string;
  source: boolean;
}

interface Told {
  hops: (Hop & { row: HTMLTableRowElement })[];
  names: Map<string, Named>;
}

/** The hops of the table, earliest first, and what their ends are called. */
function told(root: HTMLElement): Told {
  const names = new Map<string, Named>();
  const hops = rows(root, "hops").map(({ row, data }, at) => {
    const [from, to] = [data.from ?? "", data.to ?? ""];
    const giver = names.get(from) ?? { label: data.fromLabel || from, kind: "account", source: false };
    names.set(from, { ...giver, source: giver.source || data.source === "1" });
    const taker = names.get(to) ?? { label: data.toLabel || to, kind: "account", source: false };
    names.set(to, { ...taker, kind: data.kind || taker.kind });
    return { id: data.id ?? `hop-${at}`, from, to, tiyn: Math.trunc(Number(data.tiyn ?? 0)), at: Date.parse(data.at ?? "") || 0, row };
  });
  return { hops: hops.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)), names };
}

class Trail {
  readonly #say: Say;
  readonly #told: Told;
  readonly #plan: Plan;
  readonly #moments: number[];
  readonly #slider: HTMLInputElement;
  readonly #status = el("p", { class: "muted", role: "status" });
  readonly #boxes = new Map<string, SVGGElement>();
  readonly #stays = new Map<string, SVGRectElement>();
  readonly #sums = new Map<string, SVGTextElement>();
  readonly #ribbons: { shape: SVGPathElement; ribbon: Ribbon }[] = [];
  readonly #stop: () => void;
  #until = Infinity;

  constructor(root: HTMLElement, place: HTMLElement) {
    this.#say = words(root);
    this.#told = told(root);
    this.#plan = plan(largest(this.#told.hops, MOST_BOXES));
    this.#moments = [...new Set(this.#told.hops.map((one) => one.at))].sort((a, b) => a - b);
    const last = Math.max(0, this.#moments.length - 1);
    this.#slider = el("input", { type: "range", id: fresh("asof"), min: 0, max: last, step: 1, value: last });
    this.#slider.addEventListener("input", () => this.#at(Number(this.#slider.value)));
    const help = fresh("help");
    const picture = el("div", { class: "picture", role: "group", "aria-label": this.#say("title"), "aria-describedby": help }, this.#drawn());
    picture.addEventListener("keydown", (event) => this.#key(event));
    place.replaceChildren(
      el(
        "div", { class: "tools" }, el("label", { for: this.#slider.id }, this.#say("asof")), button("◀", () => this.#step(-1), { "aria-label": this.#say("back") }),
        el("span", { class: "grow" }, this.#slider), button("▶", () => this.#step(1), { "aria-label": this.#say("play") }),
        button(this.#say("all"), () => this.#at(last)),
      ),
      this.#status, picture, el("p", { class: "muted" }, this.#say("legend")), el("p", { class: "muted", id: help }, this.#say("help")),
    );
    this.#stop = onSelect("sankey", (ids) => this.#mark(new Set(ids)));
    const asked = Date.parse(root.dataset.asof ?? "");
    this.#at(asked ? Math.max(0, this.#moments.filter((at) => at <= asked).length - 1) : last);
  }

  stop(): void {
    this.#stop();
  }

  #drawn(): SVGSVGElement {
    const { width, height, ribbons, boxes } = this.#plan;
    let lane = this.#plan.low;
    const flows = ribbons.map((ribbon) => this.#ribbon(ribbon, ribbon.back ? (lane += LANE) : 0));
    const drawn = [...boxes.values()].map((box, at) => this.#box(box, at === 0));
    const made = shape("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, ...flows, ...drawn);
    // a picture a little too wide is drawn smaller, so that its last column is not cut off; a much wider one scrolls
    Object.assign(made.style, { maxWidth: "100%", minWidth: `${Math.round(width * LEAST)}px`, height: "auto" });
    return made;
  }

  #ribbon(ribbon: Ribbon, lane: number): SVGElement {
    const [from, to] = [this.#plan.boxes.get(ribbon.from), this.#plan.boxes.get(ribbon.to)];
    const [x1, x2] = [(from?.x ?? 0) + BOX, to?.x ?? 0];
    const { y1, y2, thick, back } = ribbon;
    const half = (x1 + x2) / 2;
    const cash = this.#told.names.get(ribbon.to)?.kind === "sink" ? " cash" : "";
    const path = back
      ? `M${x1} ${y1}h12V${lane}H${x2 - 12}V${y2}h12m-6 -4l6 4l-6 4`
      : `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}V${y2 + thick}C${half} ${y2 + thick} ${half} ${y1 + thick} ${x1} ${y1 + thick}Z`;
    const drawn = shape("path", { class: `flow${back ? " back" : ""}${cash}`, d: path, ...(back ? { "stroke-width": 2 } : {}) });
    drawn.append(shape("title", {}, `${this.#label(ribbon.from)} → ${this.#label(ribbon.to)}: ${sum(ribbon.tiyn)}`));
    drawn.addEventListener("click", () => this.#choose(ribbon.hops));
    this.#ribbons.push({ shape: drawn, ribbon });
    return drawn;
  }

  #box(box: Box, first: boolean): SVGElement {
    const named = this.#told.names.get(box.id) ?? { label: box.id, kind: "account", source: false };
    const kind = named.source ? "source" : named.kind;
    const stay = shape("rect", { class: "stay", x: box.x + BOX - 9, y: box.y + box.height, width: 7, height: 0 });
    const lost = shape("text", { class: "muted", "aria-hidden": "true", x: box.x + 8, y: box.y + 32 });
    const drawn = shape(
      "g", { role: "button", tabindex: first ? 0 : -1, "data-box": box.id },
      shape("rect", { class: `box ${kind}`, x: box.x, y: box.y, width: BOX, height: box.height, rx: 4 }), stay,
      shape("rect", { class: "ring", x: box.x - 3, y: box.y - 3, width: BOX + 6, height: box.height + 6, rx: 6 }),
    );
    drawn.addEventListener("click", () => this.#chosenBox(box.id));
    this.#boxes.set(box.id, drawn);
    this.#stays.set(box.id, stay);
    this.#sums.set(box.id, lost);
    // The words stand beside the button, not in it: its name says the same and more.
    return shape("g", {}, drawn, shape("text", { x: box.x + 8, y: box.y + 16, "aria-hidden": "true" }, cut(named.label)), lost);
  }

  #label(id: string): string {
    return this.#told.names.get(id)?.label ?? id;
  }

  #step(by: number): void {
    this.#at(Number(this.#slider.value) + by);
  }

  /** Show what was so until the n-th moment: later hops are not there yet. */
  #at(step: number): void {
    const at = Math.max(0, Math.min(this.#moments.length - 1, step));
    this.#slider.value = String(at);
    this.#until = this.#moments[at] ?? Infinity;
    const when = Number.isFinite(this.#until) ? moment(this.#until) : "";
    this.#slider.setAttribute("aria-valuetext", when);
    const so = this.#told.hops.filter((one) => one.at <= this.#until);
    for (const { shape: drawn, ribbon } of this.#ribbons) {
      drawn.classList.toggle("later", ribbon.hops.every((one) => one.at > this.#until));
    }
    for (const [id, box] of this.#boxes) this.#boxAt(id, box, so);
    for (const hop of this.#told.hops) hop.row.classList.toggle("muted", hop.at > this.#until);
    const whole = so.reduce((total, one) => total + one.tiyn, 0);
    const drawn = this.#plan.boxes.size < this.#told.names.size ? this.#say("cut", { count: this.#plan.boxes.size, total: this.#told.names.size }) : "";
    this.#status.textContent = `${this.#say("told", { when, count: so.length, sum: sum(whole) })} ${drawn}`;
  }

  #boxAt(id: string, box: SVGGElement, so: readonly Hop[]): void {
    const { came, went, left } = balance(id, so);
    const place = this.#plan.boxes.get(id);
    const source = came === 0;
    const gone = (this.#told.names.get(id)?.kind ?? "account") !== "account"; // cashed out, or not seen further: nothing stays
    const stays = source || gone ? 0 : Math.min(1, left / Math.max(1, came));
    const tall = Math.round(stays * Math.max(0, (place?.height ?? 0) - 4));
    this.#stays.get(id)?.setAttribute("height", String(tall));
    this.#stays.get(id)?.setAttribute("y", String((place?.y ?? 0) + (place?.height ?? 0) - 2 - tall));
    const line = this.#sums.get(id);
    if (line) line.textContent = source ? `→ ${sum(went)}` : left && !gone ? `${this.#say("left")} ${sum(left)}` : sum(came);
    const label = this.#label(id);
    const key = source ? "source" : gone ? "sink" : "box";
    box.setAttribute("aria-label", this.#say(key, { label, sum: sum(source ? went : came), total: sum(left) }));
  }

  #chosenBox(id: string): void {
    this.#focus(id);
    this.#choose(this.#told.hops.filter((one) => one.from === id || one.to === id));
  }

  #choose(hops: readonly Hop[]): void {
    const ids = hops.map((one) => one.id);
    this.#mark(new Set(ids));
    select(ids, "sankey");
  }

  #mark(ids: ReadonlySet<string>): void {
    for (const { shape: drawn, ribbon } of this.#ribbons) {
      drawn.classList.toggle("chosen", ribbon.hops.some((one) => ids.has(one.id)));
    }
    for (const hop of this.#told.hops) hop.row.classList.toggle("chosen", ids.has(hop.id));
  }

  #focus(id: string): void {
    for (const [other, box] of this.#boxes) box.setAttribute("tabindex", other === id ? "0" : "-1");
    this.#boxes.get(id)?.focus();
  }

  #key(event: KeyboardEvent): void {
    const id = (event.target as Element).closest<SVGGElement>("[data-box]")?.dataset.box;
    const here = id === undefined ? undefined : this.#plan.boxes.get(id);
    if (id === undefined || !here) return;
    const flows = this.#plan.ribbons.filter((one) => !one.back); // the largest first
    const column = [...this.#plan.boxes.values()].filter((one) => one.column === here.column).sort((a, b) => a.y - b.y);
    const at = column.findIndex((one) => one.id === id);
    let goal: string | undefined;
    if (event.key === "ArrowRight") goal = flows.find((one) => one.from === id)?.to;
    else if (event.key === "ArrowLeft") goal = flows.find((one) => one.to === id)?.from;
    else if (event.key === "ArrowDown") goal = column[at + 1]?.id;
    else if (event.key === "ArrowUp") goal = column[at - 1]?.id;
    else if (event.key === "Enter" || event.key === " ") this.#chosenBox(id);
    else return;
    event.preventDefault();
    if (goal !== undefined) this.#focus(goal);
  }
}

const MOST_BOXES = 250;
const MOST_SIGNS = 21;
/** The smallest share of its size at which a picture's words are still read with ease. */
const LEAST = 0.75;
const cut = (text: string): string => (text.length > MOST_SIGNS ? `${text.slice(0, MOST_SIGNS - 1)}…` : text);

export const start: Start = (root) => {
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!place || !rows(root, "hops").length) return undefined;
  const trail = new Trail(root, place);
  return () => trail.stop();
};
