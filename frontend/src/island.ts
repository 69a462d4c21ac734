// What every island stands on: its words, its table twin, its address for more, and one selection for the whole page.

/** An island's beginning: gets its root element, gives back what stops it. */
export type Start = (root: HTMLElement) => undefined | (() => void);

export type Say = (key: string, values?: Record<string, string | number>) => string;

/**
 * The island's words: `data-words` holds a JSON object of texts in the page's language, `{name}` marks a value's place.
 * A key without a text is said as it is: a missing word must be seen, not hidden.
 */
export function words(root: HTMLElement): Say {
  const told = JSON.parse(root.dataset.words ?? "{}") as Record<string, string>;
  return (key, values = {}) =>
    (told[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : typeof value === "number" ? count(value) : value;
    });
}

const NARROW = "\u202f";

/** A whole number with thousands apart: 1 250 000. */
export function count(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString();
  return (value < 0 ? "-" : "") + digits.replace(/\B(?=(\d{3})+$)/g, NARROW);
}

/** A sum of integer tiyn in tenge; tiyn are told only where there are any. */
export function sum(tiyn: number): string {
  const whole = Math.trunc(Math.abs(tiyn) / 100);
  const rest = Math.abs(tiyn) % 100;
  const told = rest ? `,${rest.toString().padStart(2, "0")}` : "";
  return `${tiyn < 0 ? "-" : ""}${count(whole)}${told}${NARROW}₸`;
}

const pad = (value: number): string => value.toString().padStart(2, "0");
const FIVE_HOURS = 5 * 3_600_000;

/** A moment (milliseconds since 1970, UTC) on Kazakhstan's clock of today, UTC+5: 14.03.2025 16:05. */
export function moment(at: number): string {
  const local = new Date(at + FIVE_HOURS);
  const day = `${pad(local.getUTCDate())}.${pad(local.getUTCMonth() + 1)}.${local.getUTCFullYear()}`;
  return `${day} ${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())}`;
}

/** Rows of the table twin: the `data-` values of every row of its body. */
export function rows(root: HTMLElement, role: string): { row: HTMLTableRowElement; data: DOMStringMap }[] {
  const table = twin(root, role);
  if (!table) return [];
  return [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => ({ row, data: row.dataset }));
}

/** The table that tells an island's data: inside the island, or anywhere by its id in `data-ROLE-table`. */
export function twin(root: HTMLElement, role: string): HTMLTableElement | null {
  const id = root.dataset[`${role}Table`];
  const found = id ? document.getElementById(id) : root.querySelector(`table[data-role="${role}"]`);
  return found instanceof HTMLTableElement ? found : null;
}

type Attributes = Record<string, string | number | boolean | null | undefined>;

function dress(made: Element, attributes: Attributes, inside: (Node | string)[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...inside);
}

/** An element with attributes and what is inside; text is always text, never markup. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name, attributes: Attributes = {}, ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  dress(made, attributes, inside);
  return made;
}

/** The same for a shape of a picture. */
export function shape<Name extends keyof SVGElementTagNameMap>(
  name: Name, attributes: Attributes = {}, ...inside: (Node | string)[]
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  dress(made, attributes, inside);
  return made;
}

/** A button that says what it does; `more` are further attributes. */
export function button(text: string, act: () => void, more: Attributes = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...more }, text);
  made.addEventListener("click", act);
  return made;
}

export class RefusedError extends Error {
  readonly status: number;
  readonly told: unknown;

  constructor(status: number, told: unknown, message: string) {
    super(message);
    this.status = status;
    this.told = told;
  }
}

/** The session's token against forgery, as the page tells it. */
export function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? "";
}

/** Ask the server for JSON; a body makes it a change, with the token. Raises RefusedError with the answer's own words. */
export async function ask<Answer>(address: string, how: RequestInit = {}): Promise<Answer> {
  const headers = new Headers(how.headers);
  headers.set("Accept", "application/json");
  headers.set("Accept-Language", document.documentElement.lang); // the page's language, not the browser's: words and links come in it
  if (how.method && how.method !== "GET") headers.set("X-CSRF", token());
  if (typeof how.body === "string") headers.set("Content-Type", "application/json");
  const answer = await fetch(address, { credentials: "same-origin", ...how, headers });
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new RefusedError(answer.status, body, message(body) || `${answer.status} ${answer.statusText}`);
  return body as Answer;
}

function message(body: unknown): string {
  if (!body || typeof body !== "object") return "";
  for (const name of ["title", "detail", "message"]) {
    const found = (body as Record<string, unknown>)[name];
    if (typeof found === "string") return found;
  }
  return "";
}

/** Show a short message in the page's corner, read out politely. Kinds: good, warn, bad. */
export function toast(text: string, kind: "good" | "warn" | "bad" = "good"): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind } }));
}

/** Tell the whole page that things are selected: graph, timeline and tables share one selection. */
export function select(ids: readonly string[], from: string): void {
  document.dispatchEvent(new CustomEvent("qalqan:select", { detail: { ids: [...ids], from } }));
}

/** Hear what others select; gives back what stops the hearing. */
export function onSelect(me: string, act: (ids: string[]) => void): () => void {
  const heard = (event: Event): void => {
    const { ids, from } = (event as CustomEvent<{ ids: string[]; from: string }>).detail;
    if (from !== me) act(ids);
  };
  document.addEventListener("qalqan:select", heard);
  return () => document.removeEventListener("qalqan:select", heard);
}

/** Whether somebody is typing: then single letters are text, not commands. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

let given = 0;

/** A new id for an element that another must point at. */
export function fresh(prefix: string): string {
  given += 1;
  return `${prefix}-${given}`;
}
