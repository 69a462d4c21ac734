// The server's side of uploads: which files it knows, the doors of one upload, and the jobs that read them.
import { RefusedError, ask } from "../island.ts";
import type { Line } from "./line.ts";
import type { Door } from "./sending.ts";
import { FinalError } from "./sending.ts";
import type { Outcome } from "./whole.ts";

export interface Job {
  id: string;
  state: string;
  progress: number;
  total: number;
  note: string;
  href?: string;
  result?: { each?: Outcome[] } | null;
}

export interface Met {
  state: "new" | "maybe" | "known" | "unbased";
  href: string;
}

const REFUSED_FOR_GOOD = new Set([400, 401, 403, 404, 409, 413, 415, 422]);
const MOST_ASKED = 500;
/** Too many of one's files are on their way: the worker reads some, then there is room again. */
const PATIENT = "qalqan:error-upload-count";

function forGood(error: unknown): boolean {
  if (!(error instanceof RefusedError) || !REFUSED_FOR_GOOD.has(error.status)) return false;
  return (error.told as { type?: string } | null)?.type !== PATIENT;
}

/** The value of a field of the form around the island, whatever kind of field it is. */
export function field(root: HTMLElement, name: string): string {
  const found = root.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`);
  if (found instanceof HTMLInputElement && found.type === "checkbox") return found.checked ? "1" : "";
  return found?.value ?? "";
}

/** Which of the files were received before, in their order; a broken line counts as not known. */
export async function met(root: HTMLElement, files: readonly { size: number; sha256: string }[]): Promise<Met[]> {
  const found: Met[] = [];
  for (let at = 0; at < files.length; at += MOST_ASKED) {
    const some = files.slice(at, at + MOST_ASKED).map(({ size, sha256 }) => ({ size, sha256 }));
    const told = ask<Met[]>(`${root.dataset.source}/known`, { method: "POST", body: JSON.stringify({ files: some }) });
    found.push(...(await told.catch(() => some.map((): Met => ({ state: "new", href: "" })))));
  }
  return found;
}

/** The doors of one upload; refusals for good are told apart from a broken line. */
export function door(root: HTMLElement, line: Line): Door {
  const source = root.dataset.source ?? "";
  const { signal } = line.stopping;
  const sure = async <Answer>(act: Promise<Answer>): Promise<Answer> => {
    try {
      return await act;
    } catch (error) {
      if (signal.aborted) throw new FinalError("");
      if (forGood(error)) throw new FinalError(error instanceof Error ? error.message : "");
      throw error;
    }
  };
  return {
    begin: async (name, whole) => {
      const told = { name, size: whole, basis: field(root, "basis"), region: field(root, "region"), sha256: line.sha256, read: true, take_best: field(root, "take_best") === "1" };
      const begun = await sure(ask<{ id: string; name: string; received: number }>(source, { method: "POST", body: JSON.stringify(told), signal }));
      line.label = begun.name;
      return begun;
    },
    standing: async (id) => (await sure(ask<{ received: number }>(`${source}/${id}`, { signal }))).received,
    send: async (id, offset, chunk) => {
      const headers = { "Content-Type": "application/octet-stream" };
      const address = `${source}/${id}?offset=${offset}`;
      try {
        return (await ask<{ received: number }>(address, { method: "PUT", body: chunk, headers, signal })).received;
      } catch (error) {
        // 409: the server stands elsewhere than we thought; it is asked again before the next chunk.
        if (error instanceof RefusedError && error.status === 409 && !signal.aborted) throw new Error("elsewhere", { cause: error });
        return sure(Promise.reject(error instanceof Error ? error : new Error(String(error))));
      }
    },
    wait: (milliseconds) =>
      new Promise((done, refused) => {
        const timer = setTimeout(done, milliseconds);
        signal.addEventListener("abort", () => {
          clearTimeout(timer);
          refused(new FinalError(""));
        });
        window.addEventListener("online", () => done(), { once: true });
      }),
  };
}

/** The job that reads an upload that is whole; asked twice it is the same one. */
export async function reading(root: HTMLElement, id: string): Promise<string> {
  return (await ask<{ job: string }>(`${root.dataset.source}/${id}/read`, { method: "POST" })).job;
}

/** How far a job is; null while the line is broken: it is asked again in a second. */
export async function job(root: HTMLElement, id: string): Promise<Job | null> {
  return ask<Job>(`${root.dataset.jobs}/${id}`).catch((error: unknown) => {
    if (error instanceof RefusedError) throw error;
    return null;
  });
}
