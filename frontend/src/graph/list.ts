// The list beside the graph: every shown thing, the rarest first, one or many chosen; all that the picture can, by keyboard.
import type { Say } from "../island.ts";
import { el, fresh } from "../island.ts";
import { sign } from "./kinds.ts";
import type { Shown, Thing } from "./model.ts";

export interface Acts {
  choose: (ids: string[], now: string) => void;
  open: (id: string) => void;
  collapse: (id: string) => void;
  drop: (ids: string[]) => void;
}

/** A row of the list: a thing, or the neighbours of a thing that are not shown. */
type Row = { thing: Thing; rest: 0 } | { thing: Thing; rest: number };

const AROUND = 15; // rows kept ready above and below what is seen
const TALL = 27; // a row's height until one has been measured
const MOST_TALL = 900; // the list is never taller: to ask the page each time would have it laid out each time

/** Only the rows in sight are in the page: two thousand would cost a second at every step. */
export class List {
  readonly element: HTMLElement;
  readonly #say: Say;
  readonly #acts: Acts;
  readonly #prefix = fresh("thing");
  #things: Thing[] = [];
  #rows: Row[] = [];
  #opened: ReadonlySet<string> = new Set();
  #chosen = new Set<string>();
  #now = "";
  #sieve = "";
  #tall = TALL;
  #from = -1;
  #measured = false;

  constructor(say: Say, acts: Acts) {
    this.#say = say;
    this.#acts = acts;
    this.element = el("ul", { class: "graph-list", role: "listbox", tabindex: 0, "aria-label": say("list"), "aria-multiselectable": "true" });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("scroll", () => this.#draw(false), { passive: true });
    this.element.addEventListener("click", (event) => {
      const option = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      if (option?.dataset.more) this.#acts.open(option.dataset.more);
      else if (option?.dataset.id) this.#choose(option.dataset.id, event.ctrlKey || event.metaKey, event.shiftKey);
    });
    this.element.addEventListener("dblclick", (event) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>("[role=option]")?.dataset.id;
      if (id) this.#acts.open(id);
    });
  }

  /** Show the things of a view; with words, only those whose label or kind has them. */
  update(view: Shown): void {
    const wanted = this.#sieve;
    const fits = (one: Thing): boolean => `${one.label} ${this.#say(`kind-${one.kind}`)}`.toLocaleLowerCase().includes(wanted);
    this.#things = wanted ? view.nodes.filter(fits) : view.nodes;
    this.#opened = view.opened;
    this.#rows = this.#things.flatMap((thing): Row[] => {
      const rest = view.more.get(thing.id) ?? 0;
      return rest ? [{ thing, rest: 0 }, { thing, rest }] : [{ thing, rest: 0 }];
    });
    this.#draw(true);
  }

  /** Put the rows in sight into the page; unless forced, only when others came into sight. */
  #draw(forced: boolean): void {
    const first = Math.max(0, Math.floor(this.element.scrollTop / this.#tall) - AROUND);
    const seen = Math.ceil(MOST_TALL / this.#tall);
    if (!forced && Math.abs(first - this.#from) < AROUND / 2) return;
    this.#from = first;
    const last = Math.min(this.#rows.length, first + seen + 2 * AROUND);
    const made = this.#rows.slice(first, last).map((row, at) => this.#option(row, first + at));
    this.element.replaceChildren(this.#gap(first), ...made, this.#gap(this.#rows.length - last));
    if (!this.#measured) this.#measure(made[0]);
    const active = made.find((one) => one.dataset.id === this.#now);
    if (active) this.element.setAttribute("aria-activedescendant", active.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  #measure(row: HTMLElement | undefined): void {
    const tall = row?.offsetHeight ?? 0;
    if (!tall) return;
    this.#tall = tall;
    this.#measured = true;
  }

  #gap(rows: number): HTMLElement {
    const made = el("li", { role: "presentation" });
    made.style.height = `${rows * this.#tall}px`;
    return made;
  }

  #option({ thing, rest }: Row, at: number): HTMLElement {
    const place = { role: "option", id: `${this.#prefix}-${at}`, "aria-setsize": this.#rows.length, "aria-posinset": at + 1 };
    if (rest) {
      const plus = el("span", { class: "kind", "aria-hidden": "true" }, "+");
      return el("li", { ...place, "aria-selected": "false", "data-more": thing.id, class: "muted" }, plus, this.#say("more", { count: rest }));
    }
    const kind = this.#say(`kind-${thing.kind}`);
    return el(
      "li", { ...place, "data-id": thing.id, "aria-selected": String(this.#chosen.has(thing.id)) },
      el("span", { class: "kind", title: kind, "aria-hidden": "true" }, sign(thing.kind)),
      el("span", { class: "text", title: thing.label }, el("span", { class: "sr" }, `${kind}: `), thing.label),
      el("span", { class: "muted" }, `${this.#opened.has(thing.id) ? "▾ " : ""}${thing.degree || ""}`),
    );
  }

  filter(text: string): void {
    this.#sieve = text.trim().toLocaleLowerCase();
  }

  /** Take a selection made elsewhere. */
  take(ids: readonly string[], now: string): void {
    this.#chosen = new Set(ids);
    this.#now = now;
    this.#mark();
  }

  #choose(id: string, add: boolean, span: boolean): void {
    if (span && this.#now) {
      const ids = this.#things.map((one) => one.id);
      const [a, b] = [ids.indexOf(this.#now), ids.indexOf(id)].sort((one, two) => one - two);
      for (const one of ids.slice(a, (b ?? 0) + 1)) this.#chosen.add(one);
    } else if (add) {
      if (!this.#chosen.delete(id)) this.#chosen.add(id);
    } else this.#chosen = new Set([id]);
    this.#now = id;
    this.#mark();
    this.#acts.choose([...this.#chosen], id);
  }

  /** Draw with the thing that is on in sight. */
  #mark(): void {
    const at = this.#rows.findIndex((one) => one.thing.id === this.#now);
    if (at >= 0) {
      const [top, bottom] = [at * this.#tall, (at + 1) * this.#tall];
      const height = this.element.clientHeight || 600;
      if (top < this.element.scrollTop) this.element.scrollTop = top;
      else if (bottom > this.element.scrollTop + height) this.element.scrollTop = bottom - height + 4;
    }
    this.#draw(true);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#things.findIndex((one) => one.id === this.#now);
    const last = this.#things.length - 1;
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (goal !== undefined && last >= 0) {
      const id = this.#things[Math.max(0, Math.min(last, goal))]!.id;
      this.#choose(id, false, event.shiftKey);
    } else if (event.key === " " && this.#now) this.#choose(this.#now, true, false);
    else if (event.key === "Enter" && this.#now) this.#acts.open(this.#now);
    else if (event.key === "Backspace" && this.#now) this.#acts.collapse(this.#now);
    else if (event.key === "Delete" && this.#chosen.size) this.#acts.drop([...this.#chosen]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
