// All files of one page together: how many, how much of them is sent, what became of them. Pure.

export type State = "waiting" | "comparing" | "sending" | "sent" | "known" | "done" | "person" | "failed" | "stopped";

export interface Counted {
  files: number;
  bytes: number;
  total: number;
  /** Files that nobody has to wait for any more. */
  over: number;
  known: number;
  person: number;
  failed: number;
  /** Files that the person stopped: nobody waits for them, and they are neither sent nor read. */
  stopped: number;
}

/** What became of a file as the job tells it: name, evidence, status, records, refused. */
export type Outcome = readonly [string, string, string, number, number];

const OVER = new Set<State>(["known", "done", "person", "failed", "stopped"]);

/** The sum over all files; what was known or refused counts as sent, so that the bar comes to its end. */
export function counted(files: Iterable<{ state: State; size: number; sent: number }>): Counted {
  const sum: Counted = { files: 0, bytes: 0, total: 0, over: 0, known: 0, person: 0, failed: 0, stopped: 0 };
  for (const one of files) {
    sum.files += 1;
    sum.total += one.size;
    const stopped = one.state === "stopped";
    sum.bytes += (OVER.has(one.state) && !stopped) || one.state === "sent" ? one.size : one.sent;
    if (OVER.has(one.state)) sum.over += 1;
    if (one.state === "known" || one.state === "person" || one.state === "failed" || one.state === "stopped") sum[one.state] += 1;
  }
  return sum;
}

/** What a job says of a file: the state of its line. */
export function became(status: string): State {
  return status === "duplicate" ? "known" : status === "needs_person" ? "person" : status === "read" || status === "no_basis" ? "done" : "failed";
}

/** A job's outcomes by name, to be taken one after another: two files may have one name. */
export function byName(each: readonly Outcome[]): (name: string) => Outcome | undefined {
  const left = new Map<string, Outcome[]>();
  for (const one of each) left.set(one[0], [...(left.get(one[0]) ?? []), one]);
  return (name) => left.get(name)?.shift();
}
