// The graph island: picture, list and what is chosen, over one history of acts. The tables in the page are its beginning.
import type { Say, Start } from "./island.ts";
import { RefusedError, ask, button, el, fresh, onSelect, select, toast, words } from "./island.ts";
import { Picture, moreLabel } from "./graph/draw.ts";
import { choose } from "./graph/expand.ts";
import { History } from "./graph/history.ts";
import { sign } from "./graph/kinds.ts";
import type { Bare, Kept } from "./graph/link.ts";
import { bare, read, sound, written } from "./graph/link.ts";
import { List } from "./graph/list.ts";
import type { Act, Shown } from "./graph/model.ts";
import { CAP, MOST, after, shown } from "./graph/model.ts";
import type { Spot } from "./graph/place.ts";
import { Placer, spots, towards } from "./graph/place.ts";
import { Server, base } from "./graph/read.ts";

const LONG = 1500; // signs of a link that a chat still takes whole; longer states get a short id from the server
const MOST_ASKED = 200; // of one thing's neighbours at once, as the server allows
const MARK = "#g=";
const KEPT = "#view=";

class Board {
  readonly root: HTMLElement;
  readonly #say: Say;
  readonly #base: ReturnType<typeof base>;
  readonly #server: Server;
  readonly #list: List;
  readonly #stage: HTMLElement;
  readonly #about = el("div", { class: "graph-about", "aria-live": "polite" });
  readonly #status = el("p", { class: "muted", role: "status" });
  readonly #kinds = el("div", { class: "tools" });
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #cap: HTMLSelectElement;
  readonly #stops: (() => void)[] = [];
  #history = new History<Act>();
  #view: Shown;
  #spots = new Map<string, Spot>();
  #picture: Picture | null = null;
  #placer: Placer | null = null;
  #chosen: string[] = [];
  #now = "";
  #busy = false;

  constructor(root: HTMLElement, place: HTMLElement) {
    this.root = root;
    this.#say = words(root);
    this.#base = base(root);
    this.#server = new Server(root);
    this.#view = shown(this.#base, []);
    this.#list = new List(this.#say, {
      choose: (ids, now) => this.#take(ids, now), open: (id) => void this.open(id), collapse: (id) => this.act({ act: "collapse", id }),
      drop: (ids) => this.drop(ids),
    });
    const say = this.#say;
    this.#stage = el("div", { class: "graph-stage", role: "application", tabindex: 0, "aria-label": say("stage") });
    this.#undo = button(say("undo"), () => this.undo(), { "aria-keyshortcuts": "Control+Z" });
    this.#redo = button(say("redo"), () => this.redo(), { "aria-keyshortcuts": "Control+Y" });
    const sizes = [100, 250, CAP, 1000, MOST].map((size) => el("option", { value: size, selected: size === CAP }, String(size)));
    this.#cap = el("select", { id: fresh("cap") }, ...sizes);
    this.#cap.addEventListener("change", () => this.act({ act: "cap", most: Number(this.#cap.value) }));
    place.replaceChildren(this.#tools(), this.#kinds, this.#split(), this.#status, el("p", { class: "muted" }, this.#say("legend")));
    root.addEventListener("keydown", (event) => this.#undoKey(event));
    this.#stage.addEventListener("keydown", (event) => this.#stageKey(event));
    this.#stops.push(onSelect("graph", (ids) => this.#take(ids.filter((id) => this.#has(id)), "", false)));
    this.#draw();
    this.#update();
    void this.#arrive();
  }

  #tools(): HTMLElement {
    const say = this.#say;
    const sieve = el("input", { type: "search", id: fresh("sieve"), placeholder: say("filter"), "aria-label": say("filter") });
    sieve.addEventListener("input", () => {
      this.#list.filter(sieve.value);
      this.#list.update(this.#view);
    });
    const picture = (act: (picture: Picture) => void) => () => this.#picture && act(this.#picture);
    return el(
      "div", { class: "tools" }, this.#undo, this.#redo, button(say("fit"), picture((one) => one.fit())),
      button("+", picture((one) => one.zoom(1.5)), { "aria-label": say("bigger") }),
      button("−", picture((one) => one.zoom(1 / 1.5)), { "aria-label": say("smaller") }),
      el("label", { for: this.#cap.id }, say("cap")), this.#cap, el("span", { class: "grow" }, sieve),
    );
  }

  #split(): HTMLElement {
    return el("div", { class: "graph-split" }, this.#stage, el("div", { class: "graph-side" }, this.#about, this.#list.element));
  }

  #draw(): void {
    try {
      this.#picture = new Picture(this.#stage, {
        choose: (id, add) => this.#take(id ? (add ? [...new Set([...this.#chosen, id])] : [id]) : [], id), open: (id) => void this.open(id),
      });
      this.#placer = new Placer((found) => {
        this.#spots = found;
        this.#picture?.move(found);
      });
      const themed = new MutationObserver(() => this.#retheme());
      themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
      const dark = matchMedia("(prefers-color-scheme: dark)");
      const changed = (): void => this.#retheme();
      dark.addEventListener("change", changed);
      this.#stops.push(() => themed.disconnect(), () => dark.removeEventListener("change", changed));
    } catch {
      this.#stage.replaceWith(el("p", { class: "note warn" }, this.#say("picture-none")));
    }
  }

  #retheme(): void {
    this.#picture?.retheme();
    this.#update();
  }

  stop(): void {
    for (const one of this.#stops) one();
    this.#placer?.stop();
    this.#picture?.kill();
  }

  act(one: Act): void {
    this.#history.act(one);
    this.#changed();
  }

  undo(): void {
    if (this.#history.undo()) this.#changed();
  }

  redo(): void {
    if (this.#history.redo()) this.#changed();
  }

  drop(ids: readonly string[]): void {
    for (const id of ids) this.#history.act({ act: "drop", id });
    if (ids.length) this.#changed();
  }

  /** Open a thing: the count first, then what was chosen of it. */
  async open(id: string): Promise<void> {
    const thing = this.#view.nodes.find((one) => one.id === id);
    if (!thing || this.#busy || !this.#server.expands) return;
    this.#busy = true;
    this.#list.element.setAttribute("aria-busy", "true");
    this.#status.textContent = this.#say("counting");
    try {
      const counted = await this.#server.count(id);
      const around = new Set(this.#view.links.flatMap((one) => (one.from === id ? [one.to] : one.to === id ? [one.from] : []))).size;
      if (counted.total <= around) {
        toast(this.#say("none"));
        return;
      }
      const wanted = await choose(this.#say, thing.label, counted, around);
      if (!wanted) return;
      const key = after(this.#history.done, id, wanted.kinds);
      // Those that are here already come first in the server's order too: ask for as many more.
      const most = Math.min(MOST_ASKED, wanted.most + (key ? 0 : around));
      this.act(await this.#server.expand(id, wanted.kinds, key, most, counted.total));
    } catch (error) {
      toast(this.#say("failed", { label: error instanceof Error ? error.message : "" }), "bad");
    } finally {
      this.#busy = false;
      this.#list.element.removeAttribute("aria-busy");
      this.#tell();
      this.#list.element.focus();
    }
  }

  #changed(): void {
    this.#update();
    void this.#link();
  }

  #update(): void {
    const done = this.#history.done;
    this.#view = shown(this.#base, done);
    this.#spots = spots(this.#view, this.#spots);
    this.#picture?.update(this.#view, this.#spots, moreLabel);
    this.#placer?.place(this.#view, this.#spots);
    this.#list.update(this.#view);
    this.#cap.value = String(this.#view.cap);
    this.#undo.disabled = !this.#history.canUndo;
    this.#redo.disabled = !this.#history.canRedo;
    this.#chosen = this.#chosen.filter((id) => this.#has(id));
    this.#kindSwitches();
    this.#tell();
    this.#take(this.#chosen, this.#has(this.#now) ? this.#now : "", false);
  }

  #kindSwitches(): void {
    const made = [...this.#view.kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => {
      const on = String(!this.#view.hidden.has(kind));
      return button(`${sign(kind)} ${this.#say(`kind-${kind}`)} ${count}`, () => this.#toggle(kind), { "aria-pressed": on });
    });
    this.#kinds.replaceChildren(...made);
  }

  #toggle(kind: string): void {
    const hidden = new Set(this.#view.hidden);
    if (!hidden.delete(kind)) hidden.add(kind);
    this.act({ act: "kinds", hidden: [...hidden].sort() });
  }

  #tell(): void {
    const { nodes, links, capped } = this.#view;
    this.#status.textContent = this.#say("shown", { count: nodes.length, total: links.length, hidden: capped });
  }

  #has(id: string): boolean {
    return this.#view.nodes.some((one) => one.id === id);
  }

  #take(ids: readonly string[], now: string, tell = true): void {
    this.#chosen = [...ids];
    this.#now = now || ids[ids.length - 1] || "";
    this.#list.take(this.#chosen, this.#now);
    this.#picture?.choose(this.#chosen);
    this.#describe();
    if (!tell) return;
    if (this.#now && document.activeElement === this.#list.element) this.#picture?.show(this.#now);
    select(this.#chosen, "graph");
    void this.#link();
  }

  #describe(): void {
    const say = this.#say;
    const thing = this.#view.nodes.find((one) => one.id === this.#now);
    if (!thing) return this.#about.replaceChildren(el("p", { class: "muted" }, say("nothing")));
    const told = [say(`kind-${thing.kind}`), say("rarity", { count: thing.rarity }), say("cases", { count: thing.cases }), say("links", { count: thing.degree })];
    const proposed = this.#view.links.some((one) => one.proposed && (one.from === thing.id || one.to === thing.id));
    const name = this.#chosen.length > 1 ? `${thing.label} +${this.#chosen.length - 1}` : thing.label;
    const made = el("p", { class: "tools" });
    if (this.#server.expands) made.append(button(say("expand"), () => void this.open(thing.id)));
    if (this.#view.opened.has(thing.id)) made.append(button(say("collapse"), () => this.act({ act: "collapse", id: thing.id })));
    made.append(button(say("drop"), () => this.drop(this.#chosen)));
    if (thing.href) made.append(el("a", { class: "button", href: thing.href, "data-panel": true }, say("open")));
    this.#about.replaceChildren(
      el("p", {}, el("strong", {}, `${sign(thing.kind)} ${name}`)), el("p", { class: "muted" }, told.join(" · ")),
      ...(proposed ? [el("p", {}, el("span", { class: "badge proposed" }, say("proposed")))] : []), made,
    );
  }

  #undoKey(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    if (event.code === "KeyZ" && !event.shiftKey) this.undo();
    else if (event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey)) this.redo();
    else return;
    event.preventDefault();
  }

  #stageKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as const)[event.key as "ArrowUp"];
    const now = this.#now || this.#view.nodes[0]?.id || "";
    if (way) {
      const from = this.#spots.get(now);
      const next = this.#now && from ? towards(from, way[0], way[1], this.#spots, now) : now;
      if (next) {
        this.#take(event.shiftKey ? [...new Set([...this.#chosen, next])] : [next], next);
        this.#picture?.show(next);
      }
    } else if (event.key === "Enter" && this.#now) void this.open(this.#now);
    else if (event.key === "Backspace" && this.#now) this.act({ act: "collapse", id: this.#now });
    else if (event.key === "Delete") this.drop(this.#chosen);
    else if (event.key === "+" || event.key === "=") this.#picture?.zoom(1.5);
    else if (event.key === "-") this.#picture?.zoom(1 / 1.5);
    else if (event.key === "0") this.#picture?.fit();
    else return;
    event.preventDefault();
  }

  /** Put the state into the address: in full while it is short, else as the id under which the server keeps it. */
  async #link(): Promise<void> {
    const kept: Kept = { acts: bare(this.#history.done), chosen: this.#now };
    let mark = kept.acts.length || kept.chosen ? MARK + written(kept) : "";
    if (mark.length > LONG && this.root.dataset.views) {
      try {
        const { id } = await ask<{ id: string }>(this.root.dataset.views, { method: "POST", body: JSON.stringify({ state: kept }) });
        mark = KEPT + id;
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error; // the long link still works
      }
    }
    history.replaceState(history.state, "", location.pathname + location.search + mark);
  }

  /** Take up the state that the address tells. */
  async #arrive(): Promise<void> {
    let kept: Kept | null = null;
    try {
      if (location.hash.startsWith(MARK)) kept = read(location.hash.slice(MARK.length));
      else if (location.hash.startsWith(KEPT) && this.root.dataset.views) {
        const id = encodeURIComponent(location.hash.slice(KEPT.length));
        const told = (await ask<{ state: unknown }>(`${this.root.dataset.views}/${id}`)).state;
        kept = sound(told) ? told : null;
      }
      if (!kept) return;
      const acts: readonly Bare[] = this.#server.expands ? kept.acts : kept.acts.filter((one) => one.a !== "o");
      this.#history = new History(await this.#server.again(acts));
      this.#now = kept.chosen;
      this.#chosen = kept.chosen ? [kept.chosen] : [];
      this.#update();
    } catch (error) {
      toast(this.#say("failed", { label: error instanceof Error ? error.message : "" }), "bad");
    }
  }
}

export const start: Start = (root) => {
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!place) return undefined;
  const board = new Board(root, place);
  return () => board.stop();
};
