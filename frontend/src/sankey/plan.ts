// Where the boxes and ribbons of a money trail stand, pure: columns by the longest way from the giver, order by the middle
// of what flows in (Sugiyama, Tagawa, Toda 1981), heights by sums. Integers of tiyn in, pixels out, every order total.

export interface Hop {
  id: string;
  from: string;
  to: string;
  tiyn: number;
  /** Milliseconds since 1970, UTC. */
  at: number;
}

export interface Box {
  id: string;
  column: number;
  x: number;
  y: number;
  height: number;
}

export interface Ribbon {
  from: string;
  to: string;
  hops: Hop[];
  tiyn: number;
  /** Left edge at the giver, left edge at the taker, and thickness. */
  y1: number;
  y2: number;
  thick: number;
  /** Money that comes back to a box it passed already: drawn as a line. */
  back: boolean;
}

export interface Plan {
  boxes: Map<string, Box>;
  ribbons: Ribbon[];
  /** Below all boxes: here the lines of what comes back run, one lane each. */
  low: number;
  width: number;
  height: number;
}

export const BOX = 148;
export const LANE = 9;
const GAP = 18;
const LEAST = 40;
const TOP = 10;
const STEP = BOX + 96;
const TALL = 380;

/** The plan of a trail; equal hops give an equal plan. */
export function plan(hops: readonly Hop[]): Plan {
  const ribbons = gathered(hops);
  const names = [...new Set(ribbons.flatMap((one) => [one.from, one.to]))].sort();
  const columns = layered(names, ribbons);
  const incoming = summed(ribbons, "to");
  const outgoing = summed(ribbons, "from");
  const weight = (id: string): number => Math.max(incoming.get(id) ?? 0, outgoing.get(id) ?? 0);
  const stacks = ordered(names, columns, ribbons);
  const fullest = Math.max(1, ...stacks.map((stack) => stack.reduce((sum, id) => sum + weight(id), 0)));
  const scale = TALL / fullest;
  const boxes = new Map<string, Box>();
  let height = 0;
  stacks.forEach((stack, column) => {
    let y = TOP;
    for (const id of stack) {
      const tall = Math.max(LEAST, Math.round(weight(id) * scale));
      boxes.set(id, { id, column, x: 20 + column * STEP, y, height: tall });
      y += tall + GAP;
    }
    height = Math.max(height, y);
  });
  settle(ribbons, boxes, scale);
  const lanes = ribbons.filter((one) => one.back).length;
  return { boxes, ribbons, low: height, width: 40 + Math.max(0, stacks.length - 1) * STEP + BOX, height: height + TOP + lanes * LANE };
}

/** Hops of one giver and one taker as one ribbon, the largest first. */
export function gathered(hops: readonly Hop[]): Ribbon[] {
  const told = new Map<string, Ribbon>();
  for (const hop of hops) {
    const key = `${hop.from}\u0000${hop.to}`;
    const one = told.get(key) ?? { from: hop.from, to: hop.to, hops: [], tiyn: 0, y1: 0, y2: 0, thick: 0, back: hop.from === hop.to };
    one.hops.push(hop);
    one.tiyn += hop.tiyn;
    told.set(key, one);
  }
  return [...told.entries()].sort(([a, one], [b, two]) => two.tiyn - one.tiyn || (a < b ? -1 : 1)).map(([, one]) => one);
}

function summed(ribbons: readonly Ribbon[], end: "from" | "to"): Map<string, number> {
  const told = new Map<string, number>();
  for (const one of ribbons) told.set(one[end], (told.get(one[end]) ?? 0) + one.tiyn);
  return told;
}

/** When each end of the ribbons gave, or took, for the first time. */
function earliest(ribbons: readonly Ribbon[], end: "from" | "to"): Map<string, number> {
  const told = new Map<string, number>();
  for (const one of ribbons) {
    if (one.from !== one.to) for (const hop of one.hops) told.set(one[end], Math.min(told.get(one[end]) ?? Infinity, hop.at));
  }
  return told;
}

/**
 * The column of every box; ribbons that would close a ring are marked as going back. The walk keeps its own stack. It
 * begins where nothing came in, then where money was given before any came: a victim to whom some was returned is still
 * where the trail begins, and the return is what goes back.
 */
export function layered(names: readonly string[], ribbons: readonly Ribbon[]): Map<string, number> {
  const out = new Map<string, Ribbon[]>(names.map((id) => [id, []]));
  const taken = new Set<string>();
  for (const one of ribbons) {
    out.get(one.from)?.push(one);
    if (one.from !== one.to) taken.add(one.to);
  }
  const givers = names.filter((id) => !taken.has(id));
  const [gave, took] = [earliest(ribbons, "from"), earliest(ribbons, "to")];
  const when = (id: string): number => gave.get(id) ?? Infinity;
  const begun = names.filter((id) => when(id) < (took.get(id) ?? Infinity)).sort((a, b) => when(a) - when(b) || (a < b ? -1 : 1));
  const state = new Map<string, "open" | "done">();
  const finished: string[] = [];
  for (const first of [...givers, ...begun, ...names]) {
    if (state.has(first)) continue;
    const stack: { id: string; at: number }[] = [{ id: first, at: 0 }];
    state.set(first, "open");
    while (stack.length) {
      const top = stack[stack.length - 1]!;
      const next = out.get(top.id)?.[top.at];
      top.at += 1;
      if (!next) {
        state.set(top.id, "done");
        finished.push(top.id);
        stack.pop();
      } else if (state.get(next.to) === "open") next.back = true;
      else if (!state.has(next.to)) {
        state.set(next.to, "open");
        stack.push({ id: next.to, at: 0 });
      }
    }
  }
  const columns = new Map<string, number>(names.map((id) => [id, 0]));
  for (const id of finished.reverse()) {
    for (const one of out.get(id) ?? []) {
      if (!one.back) columns.set(one.to, Math.max(columns.get(one.to) ?? 0, (columns.get(id) ?? 0) + 1));
    }
  }
  return columns;
}

/** Boxes of every column from top to bottom: by the middle of their givers, sweeps to and fro, the last one forwards. */
function ordered(names: readonly string[], columns: ReadonlyMap<string, number>, ribbons: readonly Ribbon[]): string[][] {
  const stacks: string[][] = [];
  const incoming = summed(ribbons, "to");
  const first = [...names].sort((a, b) => (incoming.get(b) ?? 0) - (incoming.get(a) ?? 0) || (a < b ? -1 : 1));
  for (const id of first) (stacks[columns.get(id) ?? 0] ??= []).push(id);
  for (let at = 0; at < stacks.length; at += 1) stacks[at] ??= [];
  const place = new Map(stacks.flatMap((stack) => stack.map((id, at) => [id, at] as const)));
  const flows = ribbons.filter((one) => !one.back);
  const byEnd = { from: grouped(flows, "from"), to: grouped(flows, "to") };
  for (let sweep = 0; sweep < 5; sweep += 1) {
    const [near, far] = sweep % 2 ? (["from", "to"] as const) : (["to", "from"] as const);
    for (const stack of sweep % 2 ? stacks.toReversed() : stacks) {
      const middle = new Map(stack.map((id) => [id, centre(id, far, byEnd[near].get(id) ?? [], place)]));
      stack.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || (a < b ? -1 : 1));
      for (const [at, id] of stack.entries()) place.set(id, at);
    }
  }
  return stacks;
}

function grouped(ribbons: readonly Ribbon[], end: "from" | "to"): Map<string, Ribbon[]> {
  const told = new Map<string, Ribbon[]>();
  for (const one of ribbons) {
    const there = told.get(one[end]);
    if (there) there.push(one);
    else told.set(one[end], [one]);
  }
  return told;
}

/** The middle of the boxes at the other ends of a box's ribbons, by sums; where it stands when it has none. */
function centre(id: string, far: "from" | "to", ribbons: readonly Ribbon[], place: ReadonlyMap<string, number>): number {
  let weight = 0;
  let sum = 0;
  for (const one of ribbons) {
    weight += one.tiyn;
    sum += one.tiyn * (place.get(one[far]) ?? 0);
  }
  return weight ? sum / weight : (place.get(id) ?? 0);
}

/** The hops between the boxes that the largest sums join, at most so many boxes: a picture of more tells nothing. */
export function largest(hops: readonly Hop[], most: number): Hop[] {
  const boxes = new Set<string>();
  const taken: Hop[] = [];
  for (const one of gathered(hops)) {
    const fresh = [one.from, one.to].filter((id) => !boxes.has(id));
    if (boxes.size + new Set(fresh).size > most) continue;
    for (const id of fresh) boxes.add(id);
    taken.push(...one.hops);
  }
  return taken;
}

/** Where the ribbons begin and end along the edges of their boxes, in the order of the boxes at their other end. */
function settle(ribbons: readonly Ribbon[], boxes: ReadonlyMap<string, Box>, scale: number): void {
  const y = (id: string): number => boxes.get(id)?.y ?? 0;
  const flows = ribbons.filter((one) => !one.back);
  for (const [mine, other, edge] of [["from", "to", "y1"], ["to", "from", "y2"]] as const) {
    const used = new Map<string, number>();
    for (const one of [...flows].sort((a, b) => y(a[other]) - y(b[other]) || (a[other] < b[other] ? -1 : 1))) {
      one.thick = Math.max(1.5, one.tiyn * scale);
      const from = used.get(one[mine]) ?? 0;
      one[edge] = y(one[mine]) + from;
      used.set(one[mine], from + one.thick);
    }
  }
  for (const one of ribbons.filter((each) => each.back)) {
    one.y1 = y(one.from) + (boxes.get(one.from)?.height ?? 0) / 2;
    one.y2 = y(one.to) + (boxes.get(one.to)?.height ?? 0) / 2;
  }
}

/** What came, went and stays on a box from the hops until a moment. */
export function balance(id: string, hops: readonly Hop[]): { came: number; went: number; left: number } {
  let came = 0;
  let went = 0;
  for (const hop of hops) {
    if (hop.to === id) came += hop.tiyn;
    if (hop.from === id) went += hop.tiyn;
  }
  return { came, went, left: Math.max(0, came - went) };
}
