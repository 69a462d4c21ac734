// One file's line: what it is called, how far it is, what became of it, and what can be done with it.
import type { Say } from "../island.ts";
import { button, count, el, sum } from "../island.ts";
import type { Picked } from "./folder.ts";
import type { Outcome, State } from "./whole.ts";
import { became } from "./whole.ts";

const LATIN = ["B", "kB", "MB", "GB"];
const CYRILLIC = ["Б", "кБ", "МБ", "ГБ"];

/** Bytes in words of the page's language: 12,4 МБ. */
export function size(bytes: number): string {
  const units = ["kk", "ru"].includes(globalThis.document?.documentElement.lang) ? CYRILLIC : LATIN;
  if (bytes < 1000) return `${bytes} ${units[0]}`;
  const [unit, by] = bytes < 1e6 ? [units[1], 1e3] : bytes < 1e9 ? [units[2], 1e6] : [units[3], 1e9];
  return `${sum(Math.round((bytes / Number(by)) * 10) * 10).replace(/0?\s₸$/, "")} ${unit}`;
}

export class Line {
  readonly root: HTMLLIElement;
  readonly picked: Picked;
  readonly size: number;
  state: State = "waiting";
  sent = 0;
  /** The label by which the server keeps it, and the job that reads it. */
  label = "";
  job = "";
  sha256 = "";
  /** Whether a file of this size was received before: its hash would tell whether it is this one. */
  maybe = false;
  stopping = new AbortController();
  readonly #say: Say;
  readonly #bar = el("progress", { max: 1, value: 0 });
  readonly #words = el("span");
  readonly #tools = el("span", { class: "tools" });

  constructor(say: Say, picked: Picked) {
    this.#say = say;
    this.picked = picked;
    this.size = picked.file.size;
    this.#bar.setAttribute("aria-label", picked.path);
    this.root = el("li", {}, el("div", { class: "bar" }, el("strong", {}, picked.path), el("span", { class: "muted" }, size(this.size)), this.#tools), this.#bar, this.#words);
    this.#words.textContent = say("next");
  }

  /** Say where it stands; a bar without an end is for what nobody can measure. */
  tell(state: State, text: string, done = 0, of = 0): void {
    this.state = state;
    this.#words.textContent = text;
    this.#bar.max = Math.max(1, of);
    if (of) this.#bar.value = done;
    else this.#bar.removeAttribute("value");
  }

  /** What can be done with it now. */
  offer(...tools: HTMLElement[]): void {
    this.#tools.replaceChildren(...tools);
  }

  far(bytes: number, waiting: boolean): void {
    this.sent = bytes;
    this.tell("sending", waiting ? this.#say("waiting") : this.#say("sending", { count: size(bytes), total: size(this.size) }), bytes, this.size);
  }

  over(state: State, text: string, link?: { href: string; text: string }): void {
    this.tell(state, text, 1, 1);
    this.offer(...(link?.href.startsWith("/") ? [el("a", { class: "button", href: link.href }, link.text)] : []));
  }

  /** It came to nothing: why, and the way to try once more. */
  failed(state: State, text: string, again: () => void): void {
    this.tell(state, text, 0, 1);
    this.offer(button(this.#say("again"), again));
  }

  /** What the job says became of it. */
  became([, evidence, status, records, refused]: Outcome, root: DOMStringMap): void {
    const state = became(status);
    const read = `${root.evidence ?? ""}${evidence}`;
    if (state === "known") this.over(state, this.#say("known"), { href: read, text: this.#say("open") });
    else if (state === "person" || state === "failed") this.over(state, this.#say(state === "person" ? state : "broken"), { href: read, text: this.#say("open") });
    else {
      const words = this.#say(status === "no_basis" ? "unbased" : "read", { count: count(records), total: count(refused) });
      this.over(state, words, { href: read, text: this.#say("open") });
    }
  }
}
