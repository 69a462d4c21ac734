// SHA-256 (FIPS 180-4) piece by piece: the browser's own takes a whole file at once, and on a plain address none at all.

const K = new Int32Array(64);
const FIRST = new Int32Array(8);
for (let number = 2, found = 0; found < 64; number += 1) {
  let prime = true;
  for (let by = 2; by * by <= number; by += 1) prime &&= number % by !== 0;
  if (!prime) continue;
  const part = (root: number): number => ((root - Math.floor(root)) * 4_294_967_296) | 0;
  if (found < 8) FIRST[found] = part(Math.sqrt(number));
  K[found] = part(Math.cbrt(number));
  found += 1;
}

/** A hash that grows: bytes in, and at the end 64 hex digits. */
export class Sha256 {
  readonly #state = Int32Array.from(FIRST);
  readonly #words = new Int32Array(64);
  readonly #left = new Uint8Array(64);
  #held = 0;
  #length = 0;

  add(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let at = 0;
    if (this.#held) {
      at = Math.min(64 - this.#held, bytes.length);
      this.#left.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < 64) return this;
      this.#block(this.#left, 0);
      this.#held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.#block(bytes, at);
    this.#left.set(bytes.subarray(at));
    this.#held = bytes.length - at;
    return this;
  }

  hex(): string {
    const bits = this.#length * 8;
    const end = new Uint8Array((this.#held < 56 ? 64 : 128) - this.#held);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 4_294_967_296));
    view.setUint32(end.length - 4, bits % 4_294_967_296);
    this.add(end);
    return [...this.#state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  #block(bytes: Uint8Array, from: number): void {
    const words = this.#words;
    for (let at = 0, byte = from; at < 16; at += 1, byte += 4)
      words[at] = (bytes[byte]! << 24) | (bytes[byte + 1]! << 16) | (bytes[byte + 2]! << 8) | bytes[byte + 3]!;
    for (let at = 16; at < 64; at += 1) {
      const low = words[at - 15]!, high = words[at - 2]!;
      const one = ((low >>> 7) | (low << 25)) ^ ((low >>> 18) | (low << 14)) ^ (low >>> 3);
      const two = ((high >>> 17) | (high << 15)) ^ ((high >>> 19) | (high << 13)) ^ (high >>> 10);
      words[at] = (words[at - 16]! + one + words[at - 7]! + two) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.#state as unknown as [number, number, number, number, number, number, number, number];
    for (let at = 0; at < 64; at += 1) {
      const six = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const more = (h + six + ((e & f) ^ (~e & g)) + K[at]! + words[at]!) | 0;
      const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const less = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + more) | 0, c, b, a, (more + less) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => (this.#state[at] = (this.#state[at]! + word) | 0));
  }
}

const PIECE = 1 << 21;

/** The hash of a file, read in pieces so that the page stays alive; null when `stop` says so. */
export async function hashed(file: Blob, stop: () => boolean, tell: (bytes: number) => void = () => undefined): Promise<string | null> {
  const whole = new Sha256();
  for (let at = 0; at < file.size; at += PIECE) {
    if (stop()) return null;
    whole.add(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    tell(Math.min(at + PIECE, file.size));
  }
  return whole.hex();
}
