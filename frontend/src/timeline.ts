// Events in lanes beside the graph: one selection for both, walked by keys, the table below tells the same.
import type { Say, Start } from "./island.ts";
import { button, el, fresh, moment, onSelect, rows, select, shape, words } from "./island.ts";
import type { Event, Span } from "./timeline/lanes.ts";
import { lanes, ticks, whole, zoomed } from "./timeline/lanes.ts";

const LEFT = 130;
const LANE = 34;
const HEAD = 30;
const DAY = 86_400_000;
const MOST_SIGNS = 17;

class Line {
  readonly #say: Say;
  readonly #events: Event[];
  readonly #titles: Map<string, string>;
  readonly #lanes: string[];
  readonly #all: Span;
  readonly #place = el("div", { class: "picture", role: "group" });
  readonly #status = el("p", { class: "muted", role: "status" });
  readonly #stops: (() => void)[] = [];
  #span: Span;
  #chosen = new Set<string>();
  #now = "";

  constructor(root: HTMLElement, place: HTMLElement) {
    this.#say = words(root);
    const found = rows(root, "events").map(({ data }, at) => {
      const from = Date.parse(data.at ?? "") || 0;
      const end = Math.max(from, Date.parse(data.end ?? "") || 0);
      return { id: data.id ?? `event-${at}`, lane: data.lane ?? "", title: data.laneTitle || data.lane || "", what: data.what ?? "", at: from, end };
    });
    this.#events = found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    this.#titles = new Map(found.map((one) => [one.lane, one.title]));
    this.#lanes = lanes(this.#events);
    this.#all = whole(this.#events);
    this.#span = this.#all;
    this.#now = this.#events[0]?.id ?? "";
    const help = fresh("help");
    this.#place.setAttribute("aria-label", this.#say("title"));
    this.#place.setAttribute("aria-describedby", help);
    place.replaceChildren(
      el(
        "div", { class: "tools" }, button(this.#say("whole"), () => this.#show(this.#all)),
        button("+", () => this.#zoom(2), { "aria-label": this.#say("bigger") }), button("−", () => this.#zoom(0.5), { "aria-label": this.#say("smaller") }),
      ),
      this.#place, this.#status, el("p", { class: "muted", id: help }, this.#say("help")),
    );
    this.#place.addEventListener("keydown", (event) => this.#key(event));
    const sized = new ResizeObserver(() => this.#draw());
    sized.observe(this.#place);
    this.#stops.push(() => sized.disconnect(), onSelect("timeline", (ids) => this.#take(ids)));
    this.#draw();
  }

  stop(): void {
    for (const one of this.#stops) one();
  }

  #take(ids: readonly string[]): void {
    this.#chosen = new Set(ids);
    const first = this.#events.find((one) => this.#chosen.has(one.id));
    if (first) {
      this.#now = first.id;
      this.#reveal(first);
    }
    this.#draw();
  }

  /** Move the span so that an event is in it. */
  #reveal(one: Event): void {
    const long = this.#span.to - this.#span.from;
    if (one.at >= this.#span.from && one.at <= this.#span.to) return;
    const from = Math.max(this.#all.from, Math.min(one.at - long / 2, this.#all.to - long));
    this.#span = { from, to: from + long };
  }

  #zoom(factor: number): void {
    const now = this.#events.find((one) => one.id === this.#now);
    const inside = now && now.at >= this.#span.from && now.at <= this.#span.to;
    this.#show(zoomed(this.#span, factor, inside ? now.at : (this.#span.from + this.#span.to) / 2, this.#all));
  }

  #show(span: Span): void {
    this.#span = span;
    this.#draw();
  }

  #draw(): void {
    const focused = this.#place.contains(document.activeElement);
    const width = Math.max(320, this.#place.clientWidth || 640);
    const height = HEAD + this.#lanes.length * LANE + 6;
    const x = (at: number): number => LEFT + ((at - this.#span.from) / (this.#span.to - this.#span.from)) * (width - LEFT - 16);
    const inside = this.#events.filter((one) => one.end >= this.#span.from && one.at <= this.#span.to);
    const scale = ticks(this.#span, Math.max(2, Math.floor((width - LEFT) / 110)));
    const drawn: SVGElement[] = scale.at.map((at) => this.#tick(x(at), at, scale.step, height));
    this.#lanes.forEach((lane, at) => {
      const y = HEAD + at * LANE + LANE / 2;
      const title = this.#titles.get(lane) ?? lane;
      drawn.push(shape("line", { class: "grid", x1: LEFT, x2: width - 8, y1: y, y2: y }));
      drawn.push(shape("text", { x: 8, y: y + 4 }, title.length > MOST_SIGNS ? `${title.slice(0, MOST_SIGNS - 1)}…` : title, shape("title", {}, title)));
    });
    for (const one of inside) drawn.push(this.#event(one, x));
    this.#place.replaceChildren(shape("svg", { width, height, viewBox: `0 0 ${width} ${height}` }, ...drawn));
    this.#status.textContent = this.#say("span", { when: `${moment(this.#span.from)} … ${moment(this.#span.to)}`, count: inside.length });
    if (focused) this.#focus();
  }

  #tick(x: number, at: number, step: number, height: number): SVGElement {
    const told = moment(at);
    const text = step >= DAY ? told.slice(0, 10) : told.slice(11) === "00:00" ? told.slice(0, 5) : told.slice(11);
    return shape("g", {}, shape("line", { class: "grid", x1: x, x2: x, y1: 20, y2: height - 4 }), shape("text", { class: "muted", x, y: 14, "text-anchor": "middle" }, text));
  }

  #event(one: Event, x: (at: number) => number): SVGElement {
    const lane = this.#lanes.indexOf(one.lane);
    const y = HEAD + lane * LANE + LANE / 2;
    const [from, to] = [x(one.at), Math.max(x(one.end), x(one.at))];
    const label = this.#say("event", { label: `${this.#titles.get(one.lane) ?? ""}: ${one.what}`, when: moment(one.at) });
    const drawn = shape(
      "g", { role: "button", tabindex: one.id === this.#now ? 0 : -1, "data-event": one.id, "aria-label": label, "aria-pressed": String(this.#chosen.has(one.id)), ...(this.#chosen.has(one.id) ? { class: "chosen" } : {}) },
      shape("title", {}, label),
      // A lasting event is a bar, a sudden one a disc: told apart without colour; the target is never under 24 pixels.
      to - from > 12
        ? shape("rect", { class: `event k${lane % 5}`, x: from, y: y - 7, width: to - from, height: 14, rx: 3 })
        : shape("circle", { class: `event k${lane % 5}`, cx: from, cy: y, r: 7 }),
      shape("rect", { class: "ring", x: from - 11, y: y - 12, width: Math.max(24, to - from + 22), height: 24, rx: 6, "pointer-events": "all" }),
    );
    drawn.addEventListener("click", () => this.#choose(one.id));
    return drawn;
  }

  #choose(id: string): void {
    this.#now = id;
    this.#chosen = new Set([id]);
    this.#draw();
    this.#focus();
    select([id], "timeline");
  }

  #focus(): void {
    this.#place.querySelector<SVGGElement>(`[data-event="${CSS.escape(this.#now)}"]`)?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (!(event.target as Element).closest("[data-event]") || event.ctrlKey || event.metaKey) return;
    const at = this.#events.findIndex((one) => one.id === this.#now);
    const here = this.#events[at];
    const beside = (step: number): Event | undefined => {
      const lane = this.#lanes[this.#lanes.indexOf(here?.lane ?? "") + step];
      const there = this.#events.filter((one) => one.lane === lane);
      return there.sort((a, b) => Math.abs(a.at - (here?.at ?? 0)) - Math.abs(b.at - (here?.at ?? 0)))[0];
    };
    const goals: Record<string, () => Event | undefined> = {
      ArrowRight: () => this.#events[at + 1], ArrowLeft: () => this.#events[at - 1], ArrowDown: () => beside(1), ArrowUp: () => beside(-1),
      Home: () => this.#events[0], End: () => this.#events[this.#events.length - 1],
    };
    const goal = goals[event.key];
    if (event.key === "Enter" || event.key === " ") this.#choose(this.#now);
    else if (event.key === "+" || event.key === "=") this.#zoom(2);
    else if (event.key === "-") this.#zoom(0.5);
    else if (event.key === "0") this.#show(this.#all);
    else if (!goal) return;
    event.preventDefault();
    const next = goal?.();
    if (!next) return;
    this.#now = next.id;
    this.#reveal(next);
    this.#draw();
    this.#focus();
  }
}

export const start: Start = (root) => {
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!place || !rows(root, "events").length) return undefined;
  const line = new Line(root, place);
  return () => line.stop();
};
