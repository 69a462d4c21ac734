// Acts that can be taken back and done again; a new act forgets what was taken back.

export class History<Act> {
  readonly #done: Act[];
  #undone: Act[] = [];

  constructor(done: readonly Act[] = []) {
    this.#done = [...done];
  }

  get done(): readonly Act[] {
    return this.#done;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  act(one: Act): void {
    this.#done.push(one);
    this.#undone = [];
  }

  undo(): Act | undefined {
    const last = this.#done.pop();
    if (last !== undefined) this.#undone.push(last);
    return last;
  }

  redo(): Act | undefined {
    const next = this.#undone.pop();
    if (next !== undefined) this.#done.push(next);
    return next;
  }
}
