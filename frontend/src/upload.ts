// Files and whole folders by drag and drop: those received before are told, the others sent in chunks, resumed after a
// broken line, and read by jobs whose progress stands beside each file and over all.
import type { Say, Start } from "./island.ts";
import { ask, button, count, el, fresh, words } from "./island.ts";
import type { Entry, Picked } from "./upload/folder.ts";
import { chosen, dropped, junk, manifest } from "./upload/folder.ts";
import { hashed } from "./upload/hash.ts";
import { Line, size } from "./upload/line.ts";
import { sent } from "./upload/sending.ts";
import type { Job } from "./upload/server.ts";
import { door, job, met, reading } from "./upload/server.ts";
import { byName, counted } from "./upload/whole.ts";

export { size };

const POLL = 1000;
const SENDERS = 2;
const CHUNK = 4_194_304;
const OVER = new Set(["done", "failed", "cancelled"]);

/** All files of the page: sent two at a time, their jobs followed together. */
class Whole {
  readonly list = el("ul", { class: "files" });
  readonly sum = el("div", { class: "whole-sum", hidden: true });
  readonly #root: HTMLElement;
  readonly #say: Say;
  readonly #lines: Line[] = [];
  readonly #bar = el("progress", { max: 1, value: 0 });
  readonly #words = el("p", { role: "status" });
  readonly #tools = el("p", { class: "bar" });
  #senders = 0;
  #following = false;

  constructor(root: HTMLElement, say: Say) {
    this.#root = root;
    this.#say = say;
    this.#bar.setAttribute("aria-label", say("all"));
    this.sum.append(this.#words, this.#bar, this.#tools);
  }

  /** Whether leaving the page now would cut off more than a chunk. */
  get busy(): boolean {
    const { total, bytes } = counted(this.#lines);
    return this.#senders > 0 && total - bytes > CHUNK;
  }

  async take(picked: readonly Picked[]): Promise<void> {
    const fresh_ = picked.filter((one) => !junk(one)).map((one) => new Line(this.#say, one));
    for (const line of fresh_) if (!line.size) line.over("failed", this.#say("empty"));
    this.list.append(...fresh_.map((line) => line.root));
    this.#lines.push(...fresh_);
    this.#told();
    const full = fresh_.filter((line) => line.size);
    const known = await met(this.#root, full.map((line) => ({ size: line.size, sha256: "" })));
    for (const [at, line] of full.entries()) line.maybe = known[at]?.state === "maybe";
    for (const line of full) if (manifest(line.picked)) await this.#one(line); // first: it gives the others their bases
    while (this.#senders < SENDERS && this.#next()) void this.#send();
  }

  #next(): Line | undefined {
    return this.#lines.find((line) => line.state === "waiting");
  }

  async #send(): Promise<void> {
    this.#senders += 1;
    for (let line = this.#next(); line; line = this.#next()) {
      await this.#one(line);
      this.#told();
    }
    this.#senders -= 1;
    this.#told();
  }

  async #one(line: Line): Promise<void> {
    const say = this.#say;
    line.state = "comparing"; // taken: the other sender must not find it waiting
    line.stopping = new AbortController();
    line.offer(button(say("stop"), () => line.stopping.abort()));
    try {
      if (await this.#met(line)) return;
      line.far(0, false);
      const source = { name: line.picked.path, size: line.size, slice: (from: number, to: number) => line.picked.file.slice(from, to) };
      const chunk = Number(this.#root.dataset.chunk ?? 0) || CHUNK;
      const id = await sent(source, chunk, door(this.#root, line), (bytes, waiting) => {
        line.far(bytes, waiting);
        this.#told();
      });
      line.job = await reading(this.#root, id);
      line.tell("sent", say("queued"));
      line.offer();
      void this.#follow();
    } catch (error) {
      const stopped = line.stopping.signal.aborted;
      const text = stopped ? `${say("cancelled")}. ${say("kept")}` : say("failed", { label: error instanceof Error ? error.message : "" });
      line.failed(stopped ? "stopped" : "failed", text, () => {
        line.state = "waiting";
        if (this.#senders < SENDERS) void this.#send();
      });
    }
  }

  /** Whether the file was received before; only one whose size was is compared by its hash. */
  async #met(line: Line): Promise<boolean> {
    if (!line.maybe) return false;
    line.tell("comparing", this.#say("comparing"), 0, line.size);
    const told = (bytes: number): void => line.tell("comparing", this.#say("comparing"), bytes, line.size);
    line.sha256 = (await hashed(line.picked.file, () => line.stopping.signal.aborted, told)) ?? "";
    if (!line.sha256) throw new Error("stopped");
    const [found] = await met(this.#root, [line]);
    if (found?.state !== "known") return false;
    line.over("known", this.#say("known"), { href: found.href, text: this.#say("open") });
    return true;
  }

  /** Ask once a second for every job that reads some of the files, until all are over or the page went on. */
  async #follow(): Promise<void> {
    if (this.#following) return;
    this.#following = true;
    for (let open = this.#open(); open.size && this.list.isConnected; open = this.#open()) {
      for (const id of open) {
        try {
          const told = await job(this.#root, id);
          if (told) this.#read(told);
        } catch (error) {
          const text = this.#say("failed", { label: error instanceof Error ? error.message : "" });
          for (const line of this.#of(id)) line.over("failed", text);
        }
      }
      this.#told();
      if (this.#open().size) await new Promise((done) => setTimeout(done, POLL));
    }
    this.#following = false;
  }

  #open(): Set<string> {
    return new Set(this.#lines.filter((line) => line.state === "sent" && line.job).map((line) => line.job));
  }

  #of(id: string): Line[] {
    return this.#lines.filter((line) => line.job === id && line.state === "sent");
  }

  #read(told: Job): void {
    const say = this.#say;
    if (!OVER.has(told.state)) {
      const text = told.state === "running" ? say("running", { label: told.note }).replace(/:\s*$/, "") : say("queued");
      for (const line of this.#of(told.id)) line.tell("sent", text, told.progress, told.total);
      return;
    }
    const outcome = byName(told.result?.each ?? []);
    for (const line of this.#of(told.id)) {
      const own = told.state === "done" ? outcome(line.label) : undefined;
      const link = { href: told.href ?? "", text: say("open") };
      if (own) line.became(own, this.#root.dataset);
      else if (told.state === "done" && manifest(line.picked)) line.over("done", say("manifest"));
      else if (told.state === "done") line.over("done", say("done", { label: "" }).replace(/:\s*$/, ""), link);
      else line.over("failed", say(told.state === "failed" ? "failed" : "cancelled", { label: told.note }), link);
    }
  }

  /** One progress over all, and what came of it when all are over. */
  #told(): void {
    const sum = counted(this.#lines);
    this.sum.hidden = !sum.files;
    this.#bar.max = Math.max(1, sum.total);
    this.#bar.value = sum.bytes;
    const values = { count: count(sum.over), total: count(sum.files), sum: size(sum.bytes), hidden: size(sum.total) };
    const more = (["known", "person", "failed", "stopped"] as const).filter((name) => sum[name]).map((name) => this.#say(`all-${name}`, { count: count(sum[name]) }));
    const text = [this.#say("whole", values), ...more].join(" · ");
    if (this.#words.textContent !== text) this.#words.textContent = text;
    const over = sum.over === sum.files;
    if (!over && !this.#tools.hasChildNodes()) this.#tools.append(button(this.#say("stop-all"), () => this.#stop()));
    else if (over) this.#tools.replaceChildren(...(sum.files > sum.failed + sum.known + sum.stopped ? [this.#analyse()] : []));
  }

  #analyse(): HTMLElement {
    return button(this.#say("analyse"), () => {
      const address = this.#root.dataset.jobs ?? "";
      void ask<Job>(address, { method: "POST", body: JSON.stringify({ kind: "analyse" }) }).then(({ href }) => href?.startsWith("/") && location.assign(href));
    });
  }

  #stop(): void {
    for (const line of this.#lines) {
      if (line.state === "waiting") line.failed("stopped", this.#say("cancelled"), () => ((line.state = "waiting"), void this.#send()));
      else if (line.state === "sending" || line.state === "comparing") line.stopping.abort();
    }
    this.#tools.replaceChildren();
    this.#told();
  }
}

export const start: Start = (root) => {
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!place || !root.dataset.source) return undefined;
  const say = words(root);
  const whole = new Whole(root, say);
  const input = (name: string, more: Record<string, boolean>): HTMLInputElement => {
    // out of sight, but not of the keyboard's reach: a browser writes its own language on it, the label speaks the page's
    const made = el("input", { type: "file", multiple: true, class: "sr", id: fresh(name), ...more });
    made.addEventListener("change", () => {
      void whole.take(chosen(made.files ?? []));
      made.value = "";
    });
    return made;
  };
  const files = input("files", {});
  const folder = input("folder", { webkitdirectory: true });
  const drop = el(
    "div", { class: "drop" }, el("p", {}, say("drop")),
    el("p", { class: "bar" }, files, el("label", { class: "button", for: files.id }, say("choose")), folder, el("label", { class: "button", for: folder.id }, say("folder"))),
  );
  for (const name of ["dragover", "dragleave", "drop"] as const) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name !== "drop") return;
      const items = [...(event.dataTransfer?.items ?? [])].map((item) => item.webkitGetAsEntry() as Entry | null);
      const entries = items.filter((entry) => entry !== null);
      if (!entries.length) void whole.take(chosen(event.dataTransfer?.files ?? []));
      else void dropped(entries, (path) => whole.list.append(el("li", {}, `${path}: ${say("lost")}`))).then((found) => whole.take(found));
    });
  }
  const leaving = (event: BeforeUnloadEvent): void => {
    if (whole.busy) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  place.replaceChildren(drop, whole.sum, whole.list);
  // The plain form stays for its other fields; its own choice of files would be a second door to the same room. What
  // was chosen there while this script was still on its way is taken over.
  for (const own of root.querySelectorAll<HTMLElement>("[data-fallback] [data-only-plain]")) {
    own.hidden = true;
    for (const early of own.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      if (early.files?.length) void whole.take(chosen(early.files));
      early.value = "";
    }
  }
  return () => window.removeEventListener("beforeunload", leaving);
};
