// What the graph holds and shows, pure: a base, a list of acts, and the view that they make together.
//
// Acts are the whole state. Undo is one act fewer, redo one more, a deep link the acts without what the server answers to
// them, and a collapse takes away exactly what came in by its opening and by nothing else.

export interface Thing {
  id: string;
  kind: string;
  label: string;
  /** 0-1000: how few cases share it; the rare tells more than the common. */
  rarity: number;
  /** All its neighbours on the server, shown or not. */
  degree: number;
  cases: number;
  href: string;
  root: boolean;
}

export interface Tie {
  id: string;
  from: string;
  to: string;
  kind: string;
  proposed: boolean;
  href: string;
}

/** What the server gives when a thing is opened: some neighbours, the key of the next, and how many there are in all. */
export interface Found {
  nodes: Thing[];
  links: Tie[];
  next: string;
  total: number;
}

export type Act =
  | { act: "open"; id: string; kinds: string[]; after: string; most: number; found: Found }
  | { act: "collapse"; id: string }
  | { act: "drop"; id: string }
  | { act: "kinds"; hidden: string[] }
  | { act: "cap"; most: number };

export interface Shown {
  /** The rarest first; roots and what was opened before all. */
  nodes: Thing[];
  links: Tie[];
  /** Neighbours that the server has and the graph does not, by opened thing: told as one node. */
  more: Map<string, number>;
  /** Things left out by the cap. */
  capped: number;
  /** Every kind there is, hidden ones too, with how many things are of it. */
  kinds: Map<string, number>;
  hidden: Set<string>;
  opened: Set<string>;
  cap: number;
}

export const CAP = 500;
export const MOST = 2000;

/** The total order of things: the rarest, then by label, then by id. */
export function byRarity(a: Thing, b: Thing): number {
  if (a.rarity !== b.rarity) return b.rarity - a.rarity;
  if (a.label !== b.label) return a.label < b.label ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** What stands after some acts over a base. */
export function shown(base: { nodes: Thing[]; links: Tie[] }, acts: readonly Act[]): Shown {
  const { openings, dropped, hidden, cap } = settled(acts);
  const things = new Map(base.nodes.map((one) => [one.id, one]));
  const ties = new Map(base.links.map((one) => [one.id, one]));
  const totals = new Map<string, number>();
  const opened = new Set<string>();
  // An opening counts only while the thing it opens is there itself: a collapse takes the openings behind it along.
  let waiting = openings;
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((one) => {
      if (!things.has(one.id) || dropped.has(one.id)) return true;
      opened.add(one.id);
      for (const thing of one.found.nodes) if (!things.has(thing.id)) things.set(thing.id, thing);
      for (const tie of one.found.links) if (!ties.has(tie.id)) ties.set(tie.id, tie);
      totals.set(one.id, one.found.total); // the last of several openings knows best
      return false;
    });
  }
  const more = remaining(totals, ties.values(), things);
  for (const id of dropped) things.delete(id);
  const kinds = new Map<string, number>();
  for (const thing of things.values()) kinds.set(thing.kind, (kinds.get(thing.kind) ?? 0) + 1);
  const first = (one: Thing): number => (one.root ? 0 : opened.has(one.id) ? 1 : 2);
  const every = [...things.values()].filter((one) => !hidden.has(one.kind));
  every.sort((a, b) => first(a) - first(b) || byRarity(a, b));
  const nodes = every.slice(0, cap);
  const there = new Set(nodes.map((one) => one.id));
  const links = [...ties.values()].filter((one) => there.has(one.from) && there.has(one.to) && one.from !== one.to);
  for (const [id, rest] of more) if (rest <= 0 || !there.has(id)) more.delete(id);
  return { nodes, links, more, capped: every.length - nodes.length, kinds, hidden, opened, cap };
}

/** How many neighbours of every opened thing are not here, however those that are here came. */
function remaining(totals: ReadonlyMap<string, number>, ties: Iterable<Tie>, things: ReadonlyMap<string, Thing>): Map<string, number> {
  const here = new Map<string, Set<string>>([...totals.keys()].map((id) => [id, new Set()]));
  for (const { from, to } of ties) {
    if (from !== to && things.has(to)) here.get(from)?.add(to);
    if (from !== to && things.has(from)) here.get(to)?.add(from);
  }
  return new Map([...totals].map(([id, total]) => [id, total - (here.get(id)?.size ?? 0)]));
}

interface Settled {
  openings: Extract<Act, { act: "open" }>[];
  dropped: Set<string>;
  hidden: Set<string>;
  cap: number;
}

function settled(acts: readonly Act[]): Settled {
  let openings: Settled["openings"] = [];
  const dropped = new Set<string>();
  let hidden = new Set<string>();
  let cap = CAP;
  for (const act of acts) {
    if (act.act === "open") openings.push(act);
    else if (act.act === "collapse") openings = openings.filter((one) => one.id !== act.id);
    else if (act.act === "drop") dropped.add(act.id);
    else if (act.act === "kinds") hidden = new Set(act.hidden);
    else cap = Math.max(1, Math.min(MOST, act.most));
  }
  return { openings, dropped, hidden, cap };
}

/** The key after which a thing's next neighbours come, for one choice of kinds; empty at the first opening. */
export function after(acts: readonly Act[], id: string, kinds: readonly string[]): string {
  let key = "";
  for (const one of acts) {
    if (one.act === "collapse" && one.id === id) key = "";
    if (one.act === "open" && one.id === id && one.kinds.join() === kinds.join()) key = one.found.next;
  }
  return key;
}

/** Neighbours of every thing in a view, in the order of the view. */
export function neighbours(view: Shown): Map<string, string[]> {
  const told = new Map<string, string[]>(view.nodes.map((one) => [one.id, []]));
  for (const tie of view.links) {
    told.get(tie.from)?.push(tie.to);
    told.get(tie.to)?.push(tie.from);
  }
  return told;
}
