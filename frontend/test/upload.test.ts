import assert from "node:assert/strict";
import { test } from "node:test";
import { size } from "../src/upload.ts";
import type { Door } from "../src/upload/sending.ts";
import { FinalError, sent } from "../src/upload/sending.ts";

const file = (bytes: number[]): Blob & { name: string } => Object.assign(new Blob([Uint8Array.from(bytes)]), { name: "reply.csv" });
const BYTES = Array.from({ length: 103 }, (_, at) => at);

/** A server that keeps what it takes; `fails` says before and after which acts the line breaks. */
function server(fails: (turn: number) => "" | "before" | "after", already = 0) {
  const taken: number[] = BYTES.slice(0, already);
  const waits: number[] = [];
  let turn = 0;
  const shaky = async <Answer>(act: () => Promise<Answer> | Answer): Promise<Answer> => {
    turn += 1;
    const how = fails(turn);
    if (how === "before") throw new TypeError("no line");
    const answer = await act();
    if (how === "after") throw new TypeError("the answer was lost");
    return answer;
  };
  const door: Door = {
    begin: () => shaky(() => ({ id: "u1", received: taken.length })),
    standing: () => shaky(() => taken.length),
    send: (_id, offset, chunk) =>
      shaky(async () => {
        assert.equal(offset, taken.length, "a chunk at the wrong place");
        taken.push(...new Uint8Array(await chunk.arrayBuffer()));
        return taken.length;
      }),
    wait: async (milliseconds) => void waits.push(milliseconds),
  };
  return { door, taken, waits };
}

test("a file arrives whole in chunks, and the progress never goes back", async () => {
  const { door, taken } = server(() => "");
  const told: number[] = [];
  assert.equal(await sent(file(BYTES), 10, door, (bytes) => told.push(bytes)), "u1");
  assert.deepEqual(taken, BYTES);
  assert.deepEqual(told, told.toSorted((a, b) => a - b));
  assert.equal(told.at(-1), 103);
});

test("whatever breaks, before or after the server took it, every byte arrives once", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    let state = seed;
    const fails = (): "" | "before" | "after" => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % 5 === 0 ? "before" : state % 5 === 1 ? "after" : "";
    };
    const { door, taken } = server(fails);
    await sent(file(BYTES), 7, door, () => undefined);
    assert.deepEqual(taken, BYTES, `seed ${seed}`);
  }
});

test("an upload goes on where the server stands", async () => {
  const { door, taken } = server(() => "", 40);
  const told: number[] = [];
  await sent(file(BYTES), 50, door, (bytes) => told.push(bytes));
  assert.deepEqual(taken, BYTES);
  assert.deepEqual(told, [40, 90, 103]);
});

test("waits grow and are bounded", async () => {
  const { door, waits } = server((turn) => (turn < 12 ? "before" : ""));
  await sent(file(BYTES), 200, door, () => undefined);
  assert.equal(waits[0], 500);
  assert.ok(Math.max(...waits) <= 15_000);
  assert.deepEqual(waits, waits.toSorted((a, b) => a - b));
});

test("a refusal for good ends it at once", async () => {
  const { door } = server(() => "");
  const refused: Door = { ...door, send: () => Promise.reject(new FinalError("too large")) };
  await assert.rejects(sent(file(BYTES), 10, refused, () => undefined), /too large/);
});

test("an empty file needs no chunk", async () => {
  const { door, taken } = server(() => "");
  assert.equal(await sent(file([]), 10, door, () => undefined), "u1");
  assert.deepEqual(taken, []);
});

test("sizes are told shortly", () => {
  assert.equal(size(12), "12 B");
  assert.equal(size(12_400_000), "12,4 MB");
  assert.equal(size(2_000_000_000), "2 GB");
  assert.equal(size(1500), "1,5 kB");
});
