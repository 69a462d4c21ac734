// Events in lanes over time, pure: which lane, which column of the picture, and which ticks tell the time.

export interface Event {
  id: string;
  lane: string;
  what: string;
  /** Milliseconds since 1970, UTC; the end equals the beginning where nothing lasts. */
  at: number;
  end: number;
}

export interface Span {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];
const ZONE = 5 * HOUR; // ticks stand on whole hours and days of Kazakhstan's clock

/** The time that all events take, with some air on both sides; never empty. */
export function whole(events: readonly Event[]): Span {
  let from = Infinity;
  let to = -Infinity;
  for (const one of events) {
    from = Math.min(from, one.at);
    to = Math.max(to, one.end);
  }
  if (!Number.isFinite(from)) return { from: 0, to: HOUR };
  const air = Math.max((to - from) * 0.03, MINUTE);
  return { from: from - air, to: to + air };
}

/** Moments of the ticks, at most `most` of them, at round times. */
export function ticks(span: Span, most: number): { at: number[]; step: number } {
  const long = span.to - span.from;
  const step = STEPS.find((one) => long / one <= most) ?? Math.ceil(long / most / DAY) * DAY;
  const first = Math.ceil((span.from + ZONE) / step) * step - ZONE;
  const at: number[] = [];
  for (let one = first; one <= span.to; one += step) at.push(one);
  return { at, step };
}

/** The span after a zoom by a factor around a moment: never shorter than a minute, never longer than the whole. */
export function zoomed(span: Span, factor: number, around: number, all: Span): Span {
  const long = Math.min(all.to - all.from, Math.max(MINUTE, (span.to - span.from) / factor));
  const share = (around - span.from) / (span.to - span.from);
  const from = Math.max(all.from, Math.min(around - share * long, all.to - long));
  return { from, to: from + long };
}

/** Lanes in the order of their first event. */
export function lanes(events: readonly Event[]): string[] {
  return [...new Set([...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map((one) => one.lane))];
}
