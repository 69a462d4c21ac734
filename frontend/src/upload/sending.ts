// One file on its way, pure but for what it is given: chunks in order, resumed where the server says it stands, with patience.

export interface Door {
  /** Begin (or find again) an upload; gives its id and how many bytes are there. */
  begin: (name: string, size: number) => Promise<{ id: string; received: number }>;
  /** Where an upload stands. */
  standing: (id: string) => Promise<number>;
  /** Send bytes from an offset; gives how many bytes are there now. */
  send: (id: string, offset: number, chunk: Blob) => Promise<number>;
  /** Wait some milliseconds; refused when the person stopped it. */
  wait: (milliseconds: number) => Promise<void>;
}

/** What is sent: a file, or anything cut like one under another name. */
export interface Source {
  name: string;
  size: number;
  slice: (from: number, to: number) => Blob;
}

/** An answer that will be the same next time: asking again would be no use. */
export class FinalError extends Error {}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/**
 * Send a file whole; gives its id. Line breaks are waited out, longer each time, for as long as the person lets it.
 * Raises FinalError when the server refuses for good.
 */
export async function sent(file: Source, chunk: number, door: Door, tell: (bytes: number, waiting: boolean) => void): Promise<string> {
  const begun = await patient(() => door.begin(file.name, file.size), door, () => tell(0, true));
  let offset = begun.received;
  tell(offset, false);
  while (offset < file.size) {
    let failed = false;
    const from = offset;
    offset = await patient(
      async () => {
        // After a break the server alone knows what arrived: a chunk may have been taken although its answer was lost.
        const start = failed ? await door.standing(begun.id) : from;
        failed = true;
        return start >= file.size ? start : door.send(begun.id, start, file.slice(start, start + chunk));
      },
      door, () => tell(from, true),
    );
    tell(offset, false);
  }
  return begun.id;
}

async function patient<Answer>(act: () => Promise<Answer>, door: Door, waiting: () => void): Promise<Answer> {
  for (let pause = FIRST_WAIT; ; pause = Math.min(pause * 2, LONGEST_WAIT)) {
    try {
      return await act();
    } catch (error) {
      if (error instanceof FinalError) throw error;
      waiting();
      await door.wait(pause);
    }
  }
}
