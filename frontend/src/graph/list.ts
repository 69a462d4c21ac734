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

export class List {
  readonly element: HTMLElement;
  readonly #say: Say;
  readonly #acts: Acts;
  readonly #prefix = fresh("thing");
  #things: Thing[] = [];
  #chosen = new Set<string>();
  #now = "";
  #sieve = "";

  constructor(say: Say, acts: Acts) {
    this.#say = say;
    this.#acts = acts;
    this.element = el("ul", { class: "graph-list", role: "listbox", tabindex: 0, "aria-label": say("list"), "aria-multiselectable": "true" });
    this.element.addEventListener("keydown", (event) => this.#key(event));
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
    const made: HTMLElement[] = [];
    this.#things.forEach((one, at) => {
      made.push(this.#option(one, at, view.opened.has(one.id)));
      const rest = view.more.get(one.id);
      if (rest) {
        const more = this.#say("more", { count: rest });
        made.push(el("li", { role: "option", "aria-selected": "false", "data-more": one.id, class: "muted" }, el("span", { class: "kind", "aria-hidden": "true" }, "+"), more, ""));
      }
    });
    this.element.replaceChildren(...made);
    this.#mark();
  }

  #option(one: Thing, at: number, opened: boolean): HTMLElement {
    const kind = this.#say(`kind-${one.kind}`);
    return el(
      "li", { role: "option", id: `${this.#prefix}-${at}`, "data-id": one.id, "aria-selected": "false" },
      el("span", { class: "kind", title: kind, "aria-hidden": "true" }, sign(one.kind)),
      el("span", { class: "text", title: one.label }, el("span", { class: "sr" }, `${kind}: `), one.label),
      el("span", { class: "muted" }, `${opened ? "▾ " : ""}${one.degree || ""}`),
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

  #mark(): void {
    this.element.removeAttribute("aria-activedescendant");
    for (const option of this.element.querySelectorAll<HTMLElement>("[data-id]")) {
      const id = option.dataset.id ?? "";
      option.setAttribute("aria-selected", String(this.#chosen.has(id)));
      if (id !== this.#now) continue;
      this.element.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
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
