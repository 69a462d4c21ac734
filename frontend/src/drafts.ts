// A form that keeps its draft on the server while one types. Two writers never lose anything: whoever comes second is shown
// both versions and chooses; nothing is overwritten unseen.
import type { Say, Start } from "./island.ts";
import { RefusedError, ask, button, el, moment, words } from "./island.ts";
import type { Body } from "./drafts/draft.ts";
import { differing, kept, told } from "./drafts/draft.ts";

interface Draft {
  version: number;
  body: Body;
  changed?: string;
  officer?: string;
}

const PAUSE = 900;
const AGAIN = 8000;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fields = (form: HTMLFormElement): Field[] =>
  [...form.elements].filter((one): one is Field => "value" in one && "name" in one && kept((one as Field).name, (one as Field).type));

function body(form: HTMLFormElement): Body {
  const said: Body = {};
  for (const one of fields(form)) {
    if (one instanceof HTMLInputElement && ["checkbox", "radio"].includes(one.type)) {
      const before = (said[one.name] ??= []) as string[];
      if (one.checked) before.push(one.value);
    } else said[one.name] = one.value;
  }
  return said;
}

function fill(form: HTMLFormElement, draft: Body): void {
  for (const one of fields(form)) {
    const value = draft[one.name];
    if (value === undefined) continue;
    if (one instanceof HTMLInputElement && ["checkbox", "radio"].includes(one.type)) one.checked = Array.isArray(value) && value.includes(one.value);
    else if (typeof value === "string") one.value = value;
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

class Keeper {
  readonly #form: HTMLFormElement;
  readonly #say: Say;
  readonly #line: HTMLElement;
  readonly #address: string;
  #version: number;
  #timer = 0;
  #last: string;
  #halted = false;

  constructor(form: HTMLFormElement) {
    this.#form = form;
    this.#say = words(form);
    this.#address = form.dataset.source ?? "";
    this.#version = Number(form.dataset.version ?? 0);
    this.#line = form.querySelector<HTMLElement>("[data-draft]") ?? el("p", { class: "draft" });
    if (!this.#line.isConnected) form.append(this.#line);
    this.#line.setAttribute("role", "status");
    this.#last = JSON.stringify(body(form));
    form.addEventListener("input", () => this.#typed());
    form.addEventListener("submit", () => this.stop());
    void this.#found();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#halted = true;
  }

  #tell(text: string, bad = false, ...tools: HTMLElement[]): void {
    this.#line.classList.toggle("bad", bad);
    this.#line.replaceChildren(text, ...tools.flatMap((one) => [" ", one]));
  }

  /** A draft that is there already is offered, not forced upon what stands in the form. */
  async #found(): Promise<void> {
    const draft = await ask<Draft>(this.#address).catch(() => null);
    if (!draft?.version) return; // none, or version 0: nothing was kept yet
    const differs = this.#differing(body(this.#form), draft.body).length > 0;
    this.#version = draft.version;
    if (!differs) return;
    const use = button(this.#say("use"), () => {
      fill(this.#form, draft.body);
      this.#tell("");
    });
    this.#tell(this.#say("found", { when: at(draft.changed) }), false, use, button(this.#say("forget"), () => void this.#forget()));
  }

  async #forget(): Promise<void> {
    await ask(this.#address, { method: "DELETE" });
    this.#version = 0;
    this.#tell("");
  }

  #typed(): void {
    if (this.#halted) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#keep(), PAUSE);
  }

  async #keep(): Promise<void> {
    const said = body(this.#form);
    const now = JSON.stringify(said);
    if (now === this.#last || this.#halted) return;
    this.#tell(this.#say("typing"));
    try {
      const answer = await ask<Draft>(this.#address, { method: "PUT", body: JSON.stringify({ version: this.#version, body: said }) });
      this.#version = answer.version;
      const seen = this.#form.querySelector<HTMLInputElement>("input[name=version]"); // a plain submit goes on from it
      if (seen) seen.value = String(answer.version);
      this.#last = now;
      this.#tell(this.#say("kept", { when: at(answer.changed) }));
    } catch (error) {
      if (error instanceof RefusedError && error.status === 409) return this.#conflict(error.told as Draft, said);
      const why = error instanceof RefusedError ? `: ${error.message}` : "";
      this.#tell(this.#say("offline") + why, true);
      this.#timer = window.setTimeout(() => void this.#keep(), AGAIN);
    }
  }

  #conflict(theirs: Draft, mine: Body): void {
    this.#halted = true;
    const go = (version: number): void => {
      this.#version = version;
      this.#halted = false;
      this.#tell("");
      this.#typed();
    };
    const take = button(this.#say("theirs"), () => {
      this.#halted = false;
      this.#version = theirs.version;
      this.#last = JSON.stringify(theirs.body);
      fill(this.#form, theirs.body);
      this.#tell("");
    });
    const keep = button(this.#say("mine"), () => go(theirs.version));
    this.#tell(this.#say("conflict", { who: theirs.officer ?? "", when: at(theirs.changed) }), true, take, keep);
    const lines = this.#differing(mine, theirs.body ?? {}).map((name) => el("li", {}, this.#say("field", { label: this.#label(name), who: told(theirs.body?.[name]) })));
    this.#line.append(el("ul", {}, ...lines));
  }

  /** What differs to a reader: what the page keeps hidden for itself is nobody's text. */
  #differing(mine: Body, theirs: Body): string[] {
    const own = new Set([...this.#form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map(({ name }) => name));
    return differing(mine, theirs).filter((name) => !own.has(name));
  }

  #label(name: string): string {
    const field = fields(this.#form).find((one) => one.name === name);
    return field?.labels?.[0]?.textContent?.trim() ?? name;
  }
}

const at = (text: string | undefined): string => moment(Date.parse(text ?? "") || Date.now());

export const start: Start = (root) => {
  if (!(root instanceof HTMLFormElement) || !root.dataset.source) return undefined;
  const keeper = new Keeper(root);
  return () => keeper.stop();
};
