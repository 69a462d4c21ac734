// Where things stand: repulsion between all, springs along ties, a pull to the middle (Fruchterman and Reingold 1991),
// with cooling. Exact over all pairs: 2,000 things are 2 million pairs a round, some ten milliseconds in a worker.
// Equal input gives equal places: no clock and no chance enters.

export interface Field {
  x: Float64Array;
  y: Float64Array;
  /** Radius by importance: large things keep more room. */
  room: Float64Array;
  /** Pairs of positions, two numbers a tie. */
  ties: Uint32Array;
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** A starting place for the n-th thing: a spiral, so that no two stand at one point. */
export function start(at: number): [number, number] {
  const far = 18 * Math.sqrt(at + 0.5);
  return [far * Math.cos(at * GOLDEN), far * Math.sin(at * GOLDEN)];
}

/** One round; gives back how far the things moved on average. `heat` is the longest step allowed. */
export function round(field: Field, heat: number, ideal = 40): number {
  const { x, y, room, ties } = field;
  const count = x.length;
  const fx = new Float64Array(count);
  const fy = new Float64Array(count);
  const square = ideal * ideal;
  for (let a = 0; a < count; a += 1) {
    const ax = x[a]!;
    const ay = y[a]!;
    const aroom = room[a]!;
    let sx = 0;
    let sy = 0;
    for (let b = a + 1; b < count; b += 1) {
      const dx = ax - x[b]!;
      const dy = ay - y[b]!;
      const force = (square * aroom * room[b]!) / (dx * dx + dy * dy + 1);
      const px = dx * force;
      const py = dy * force;
      sx += px;
      sy += py;
      fx[b]! -= px;
      fy[b]! -= py;
    }
    fx[a]! += sx;
    fy[a]! += sy;
  }
  for (let at = 0; at < ties.length; at += 2) {
    const a = ties[at]!;
    const b = ties[at + 1]!;
    const dx = x[a]! - x[b]!;
    const dy = y[a]! - y[b]!;
    const pull = Math.sqrt(dx * dx + dy * dy) / ideal;
    fx[a]! -= dx * pull;
    fy[a]! -= dy * pull;
    fx[b]! += dx * pull;
    fy[b]! += dy * pull;
  }
  let moved = 0;
  for (let a = 0; a < count; a += 1) {
    // Towards the middle, so that loose parts do not drift away.
    const gx = fx[a]! - x[a]! * 0.9;
    const gy = fy[a]! - y[a]! * 0.9;
    const long = Math.sqrt(gx * gx + gy * gy) || 1;
    const step = Math.min(long, heat);
    x[a]! += (gx / long) * step;
    y[a]! += (gy / long) * step;
    moved += step;
  }
  return count ? moved / count : 0;
}

/** How hot a round is: from wide steps to fine ones, the same for every size of field. */
export function heat(at: number, rounds: number, size: number): number {
  const widest = 6 * Math.sqrt(size + 1);
  return Math.max(0.3, widest * (1 - at / rounds) ** 2);
}
