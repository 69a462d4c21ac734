// Files by drag and drop: sent in chunks, resumed after a broken line, then read by a job whose progress stands beside each.
import type { Say, Start } from "./island.ts";
import { RefusedError, ask, button, el, fresh, sum, words } from "./island.ts";
import type { Door } from "./upload/sending.ts";
import { FinalError, sent } from "./upload/sending.ts";

interface Job {
  id: string;
  state: string;
  progress: number;
  total: number;
  note: string;
  /** Address of the result's page, when there is one. */
  href?: string;
}

const POLL = 1000;
const OVER = new Set(["done", "failed", "cancelled"]);

/** Bytes in words: 12,4 MB. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, by] = bytes < 1e6 ? ["kB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  return `${sum(Math.round((bytes / Number(by)) * 10) * 10).replace(/0?\s₸$/, "")} ${unit}`;
}

const REFUSED_FOR_GOOD = new Set([400, 401, 403, 404, 409, 413, 415, 422]);

/** The server's doors of one upload; refusals for good are told apart from a broken line. */
function door(root: HTMLElement, stopped: AbortSignal): Door {
  const source = root.dataset.source ?? "";
  const sure = async <Answer>(act: Promise<Answer>): Promise<Answer> => {
    try {
      return await act;
    } catch (error) {
      if (stopped.aborted) throw new FinalError("");
      if (error instanceof RefusedError && REFUSED_FOR_GOOD.has(error.status)) throw new FinalError(error.message);
      throw error;
    }
  };
  const basis = (): string => root.querySelector<HTMLInputElement>("[name=basis]")?.value ?? root.dataset.basis ?? "";
  const region = (): string => root.querySelector<HTMLInputElement>("[name=region]")?.value ?? "";
  return {
    begin: (name, whole) => sure(ask(source, { method: "POST", body: JSON.stringify({ name, size: whole, basis: basis(), region: region() }), signal: stopped })),
    standing: async (id) => (await sure(ask<{ received: number }>(`${source}/${id}`, { signal: stopped }))).received,
    send: async (id, offset, chunk) => {
      const headers = { "Content-Type": "application/octet-stream" };
      const address = `${source}/${id}?offset=${offset}`;
      try {
        return (await ask<{ received: number }>(address, { method: "PUT", body: chunk, headers, signal: stopped })).received;
      } catch (error) {
        // 409: the server stands elsewhere than we thought; it is asked again before the next chunk.
        if (error instanceof RefusedError && error.status === 409 && !stopped.aborted) throw new Error("elsewhere", { cause: error });
        return sure(Promise.reject(error instanceof Error ? error : new Error(String(error))));
      }
    },
    wait: (milliseconds) =>
      new Promise((done, refused) => {
        const timer = setTimeout(done, milliseconds);
        stopped.addEventListener("abort", () => {
          clearTimeout(timer);
          refused(new FinalError(""));
        });
        window.addEventListener("online", () => done(), { once: true });
      }),
  };
}

/** One file's line: what it is called, how far it is, and what can be done with it. */
class Sending {
  readonly line: HTMLLIElement;
  readonly #root: HTMLElement;
  readonly #say: Say;
  readonly #file: File;
  readonly #bar = el("progress", { max: 1, value: 0 });
  readonly #words = el("span", { role: "status" });
  readonly #tools = el("span", { class: "tools" });
  #stopping = new AbortController();
  #job = "";

  constructor(root: HTMLElement, say: Say, file: File) {
    this.#root = root;
    this.#say = say;
    this.#file = file;
    this.#bar.setAttribute("aria-label", file.name);
    this.line = el("li", {}, el("div", { class: "bar" }, el("strong", {}, file.name), el("span", { class: "muted" }, size(file.size)), this.#tools), this.#bar, this.#words);
  }

  async run(): Promise<void> {
    this.#stopping = new AbortController();
    this.#tools.replaceChildren(button(this.#say("stop"), () => void this.#stop()));
    try {
      const chunk = Number(this.#root.dataset.chunk ?? 0) || 4_194_304;
      const id = await sent(this.#file, chunk, door(this.#root, this.#stopping.signal), (bytes, waiting) => this.#far(bytes, waiting));
      await this.#follow(id);
    } catch (error) {
      const stopped = this.#stopping.signal.aborted;
      this.#words.textContent = stopped ? `${this.#say("cancelled")}. ${this.#say("kept")}` : this.#say("failed", { label: error instanceof Error ? error.message : "" });
      this.#tools.replaceChildren(button(this.#say("again"), () => void this.run()));
    }
  }

  #far(bytes: number, waiting: boolean): void {
    this.#bar.max = Math.max(1, this.#file.size);
    this.#bar.value = bytes;
    this.#words.textContent = waiting ? this.#say("waiting") : this.#say("sending", { count: size(bytes), total: size(this.#file.size) });
  }

  /** Have it read, and tell how that goes until it is over. */
  async #follow(id: string): Promise<void> {
    const jobs = this.#root.dataset.jobs ?? "";
    let job = await ask<Job>(jobs, { method: "POST", body: JSON.stringify({ uploads: [id] }) });
    this.#job = job.id;
    while (!OVER.has(job.state)) {
      this.#read(job);
      await new Promise((done) => setTimeout(done, POLL));
      if (!this.line.isConnected) return; // the page went on; the job does too
      job = await ask<Job>(`${jobs}/${job.id}`).catch((error: unknown) => {
        if (error instanceof RefusedError) throw error;
        return job; // the line is broken: ask again in a second
      });
    }
    this.#job = "";
    const label = job.note;
    this.#bar.value = this.#bar.max;
    const key = job.state === "done" ? "done" : job.state === "failed" ? "failed" : "cancelled";
    this.#words.textContent = this.#say(key, { label }).replace(/:\s*$/, "");
    this.#tools.replaceChildren(...(job.state === "done" ? [] : [button(this.#say("again"), () => void this.run())]));
    if (job.href?.startsWith("/")) this.#tools.append(el("a", { class: "button", href: job.href }, this.#say("open")));
  }

  #read(job: Job): void {
    this.#words.textContent = job.state === "running" ? this.#say("running", { label: job.note }).replace(/:\s*$/, "") : this.#say("queued");
    if (job.total > 0) {
      this.#bar.max = job.total;
      this.#bar.value = job.progress;
    } else this.#bar.removeAttribute("value");
  }

  async #stop(): Promise<void> {
    if (this.#job) await ask(`${this.#root.dataset.jobs}/${this.#job}/cancel`, { method: "POST" });
    else this.#stopping.abort();
  }
}

export const start: Start = (root) => {
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!place || !root.dataset.source) return undefined;
  const say = words(root);
  const files = el("ul", { class: "files" });
  const input = el("input", { type: "file", multiple: true, id: fresh("files") });
  const drop = el("div", { class: "drop" }, el("p", {}, el("label", { for: input.id }, say("drop"))), input);
  const take = (list: FileList | null): void => {
    for (const file of list ?? []) {
      const sending = new Sending(root, say, file);
      files.prepend(sending.line);
      void sending.run();
    }
    input.value = "";
  };
  input.addEventListener("change", () => take(input.files));
  for (const name of ["dragover", "dragleave", "drop"] as const) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") take(event.dataTransfer?.files ?? null);
    });
  }
  place.replaceChildren(drop, files);
  // The plain form stays for its other fields; its own choice of files would be a second door to the same room.
  for (const own of root.querySelectorAll<HTMLElement>("[data-fallback] [data-only-plain]")) own.hidden = true;
  return undefined;
};
