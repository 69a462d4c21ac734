// Where the graph's things come from: the table twin in the page, and the server when a thing is opened.
import { ask, rows } from "../island.ts";
import type { Bare } from "./link.ts";
import type { Act, Found, Thing, Tie } from "./model.ts";

/** Number and kinds of the neighbours that a thing has. */
export interface Counted {
  total: number;
  kinds: { kind: string; count: number }[];
}

/** The things and ties that the page's tables tell. */
export function base(root: HTMLElement): { nodes: Thing[]; links: Tie[] } {
  // Each value by its name: to spread the map of a row's values costs more than all the rest of a large graph's beginning.
  const nodes = rows(root, "nodes").map(({ row, data: { id, kind, rarity, degree, cases, href, root: first } }) =>
    thing({ id, kind, rarity, degree, cases, href, root: first, label: row.cells[0]?.textContent ?? "" }),
  );
  if (nodes.length && !nodes.some((one) => one.root)) nodes[0]!.root = true;
  return { nodes, links: rows(root, "links").map(({ data }) => tie(data)) };
}

type Raw = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");
const whole = (value: unknown): number => Math.trunc(Number(value ?? 0)) || 0;
const yes = (value: unknown): boolean => value === true || value === "1";

function thing(raw: Raw): Thing {
  const id = text(raw["id"]);
  return {
    id, kind: text(raw["kind"]) || "other", label: text(raw["label"]).trim() || id, rarity: whole(raw["rarity"]),
    degree: whole(raw["degree"]), cases: whole(raw["cases"]), href: local(raw["href"]), root: yes(raw["root"]),
  };
}

function tie(raw: Raw): Tie {
  const [from, to] = [text(raw["from"]), text(raw["to"])];
  return {
    id: text(raw["id"]) || `${from} ${to} ${text(raw["kind"])}`, from, to, kind: text(raw["kind"]),
    proposed: yes(raw["proposed"]), href: local(raw["href"]),
  };
}

/** Only addresses of this house: a value from a case must never become a link to elsewhere. */
function local(value: unknown): string {
  const address = text(value);
  return address.startsWith("/") && !address.startsWith("//") && !address.includes("\\") ? address : "";
}

/** The answer to an opening, made sound. */
export function found(raw: unknown, total: number): Found {
  const told = (raw ?? {}) as { nodes?: Raw[]; links?: Raw[]; next?: string };
  const nodes = (told.nodes ?? []).map(thing).filter((one) => one.id);
  return { nodes, links: (told.links ?? []).map(tie), next: text(told.next), total };
}

function address(path: string, query: Record<string, string | number>): string {
  const told = new URL(path, location.href);
  for (const [name, value] of Object.entries(query)) if (value !== "") told.searchParams.set(name, String(value));
  return told.pathname + told.search;
}

export class Server {
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  get expands(): boolean {
    return Boolean(this.#root.dataset.expand);
  }

  /** Number and kinds of a thing's neighbours, before anything is opened. */
  async count(id: string): Promise<Counted> {
    return ask<Counted>(address(this.#root.dataset.count ?? "", { node: id }));
  }

  /** Some of the `total` neighbours of a thing, the rarest first, after those that came before. */
  async expand(id: string, kinds: readonly string[], after: string, most: number, total: number): Promise<Act> {
    const query = { node: id, kinds: kinds.join(), after, most };
    const answer = found(await ask(address(this.#root.dataset.expand ?? "", query)), total);
    return { act: "open", id, kinds: [...kinds], after, most, found: answer };
  }

  /** The acts of a link with the server's answers: asked in order, as they were asked at first. */
  async again(acts: readonly Bare[]): Promise<Act[]> {
    const told: Act[] = [];
    for (const one of acts) {
      if (one.a === "o") {
        const { total } = await this.count(one.i);
        told.push(await this.expand(one.i, one.k ? one.k.split(",") : [], one.f ?? "", one.m, total));
      }
      else if (one.a === "c") told.push({ act: "collapse", id: one.i });
      else if (one.a === "d") told.push({ act: "drop", id: one.i });
      else if (one.a === "k") told.push({ act: "kinds", hidden: one.h ? one.h.split(",") : [] });
      else told.push({ act: "cap", most: one.m });
    }
    return told;
  }
}
