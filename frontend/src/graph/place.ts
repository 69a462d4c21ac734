// Places of the things: kept while the graph grows, refined by a worker so that the page never waits.
import { start } from "../layout/forces.ts";
import type { Shown } from "./model.ts";
import { neighbours } from "./model.ts";

export type Spot = { x: number; y: number };

const ROUNDS = 260;

/** Places for every shown thing: where it stood, else beside what it came from, else on the spiral. */
export function spots(view: Shown, kept: ReadonlyMap<string, Spot>): Map<string, Spot> {
  const told = new Map<string, Spot>();
  const near = neighbours(view);
  view.nodes.forEach((one, at) => {
    const old = kept.get(one.id);
    if (old) {
      told.set(one.id, old);
      return;
    }
    const [dx, dy] = start(at);
    const beside = near.get(one.id)?.map((id) => kept.get(id) ?? told.get(id)).find(Boolean);
    told.set(one.id, beside ? { x: beside.x + dx / 12, y: beside.y + dy / 12 } : { x: dx, y: dy });
  });
  return told;
}

/** The worker with its turns: an answer to an older question is not heard. */
export class Placer {
  #worker: Worker | null = null;
  #turn = 0;
  #ids: string[] = [];
  readonly #moved: (spots: Map<string, Spot>, done: boolean) => void;

  constructor(moved: (spots: Map<string, Spot>, done: boolean) => void) {
    this.#moved = moved;
  }

  /** Begin to place a view from given spots. */
  place(view: Shown, from: ReadonlyMap<string, Spot>): void {
    this.#worker ??= this.#hired();
    const ids = view.nodes.map((one) => one.id);
    const where = new Map(ids.map((id, at) => [id, at]));
    const ties = view.links.flatMap((one) => [where.get(one.from) ?? 0, where.get(one.to) ?? 0]);
    this.#ids = ids;
    this.#turn += 1;
    this.#worker.postMessage({
      turn: this.#turn,
      x: Float64Array.from(ids, (id) => from.get(id)?.x ?? 0),
      y: Float64Array.from(ids, (id) => from.get(id)?.y ?? 0),
      room: Float64Array.from(view.nodes, (one) => (one.root ? 1.6 : 1)),
      ties: Uint32Array.from(ties),
      rounds: ROUNDS,
    });
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #hired(): Worker {
    const worker = new Worker(new URL("./layout.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", (event: MessageEvent<{ turn: number; x: Float64Array; y: Float64Array; done: boolean }>) => {
      const { turn, x, y, done } = event.data;
      if (turn !== this.#turn) return;
      this.#moved(new Map(this.#ids.map((id, at) => [id, { x: x[at] ?? 0, y: y[at] ?? 0 }])), done);
    });
    return worker;
  }
}

/** The nearest thing in a direction (dx, dy), by angle first: for the arrow keys. */
export function towards(from: Spot, dx: number, dy: number, others: ReadonlyMap<string, Spot>, not: string): string {
  let best = "";
  let least = Infinity;
  for (const [id, spot] of others) {
    if (id === not) continue;
    const [x, y] = [spot.x - from.x, spot.y - from.y];
    const along = x * dx + y * dy;
    if (along <= 0) continue;
    const aside = Math.abs(x * dy - y * dx);
    const price = along + aside * 2.5;
    if (aside <= along * 1.7 && price < least) [best, least] = [id, price];
  }
  return best;
}
