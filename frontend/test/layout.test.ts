import assert from "node:assert/strict";
import { test } from "node:test";
import type { Field } from "../src/layout/forces.ts";
import { heat, round, start } from "../src/layout/forces.ts";

function field(count: number, ties: number[]): Field {
  const places = Array.from({ length: count }, (_, at) => start(at));
  return {
    x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y),
    room: new Float64Array(count).fill(1), ties: Uint32Array.from(ties),
  };
}

function settled(one: Field, rounds = 200): number {
  let moved = 0;
  for (let at = 0; at < rounds; at += 1) moved = round(one, heat(at, rounds, one.x.length));
  return moved;
}

const far = (one: Field, a: number, b: number): number => Math.hypot(one.x[a]! - one.x[b]!, one.y[a]! - one.y[b]!);

test("equal input gives equal places", () => {
  const ties = Array.from({ length: 60 }, (_, at) => [at + 1, Math.trunc(at / 4)]).flat();
  const [one, two] = [field(61, ties), field(61, ties)];
  settled(one);
  settled(two);
  assert.deepEqual(one.x, two.x);
  assert.deepEqual(one.y, two.y);
});

test("tied things stand nearer than others, all apart, and all at rest", () => {
  const ties = Array.from({ length: 40 }, (_, at) => [at + 1, Math.trunc(at / 5)]).flat();
  const one = field(41, ties);
  assert.ok(settled(one) < 1);
  let tied = 0;
  for (let at = 0; at < ties.length; at += 2) tied += far(one, ties[at]!, ties[at + 1]!) / (ties.length / 2);
  let all = 0;
  let least = Infinity;
  for (let a = 0; a < 41; a += 1) {
    for (let b = a + 1; b < 41; b += 1) {
      all += far(one, a, b) / (41 * 20);
      least = Math.min(least, far(one, a, b));
    }
  }
  assert.ok(tied < all / 2, `${tied} against ${all}`);
  assert.ok(least > 4, `two things stand ${least} apart`);
});

test("every place stays a number, also for things at one point and for ties to oneself", () => {
  const one = field(3, [0, 0, 1, 2]);
  one.x.fill(0);
  one.y.fill(0);
  settled(one, 20);
  for (const value of [...one.x, ...one.y]) assert.ok(Number.isFinite(value));
});

test("a round cools down and never freezes", () => {
  const steps = Array.from({ length: 100 }, (_, at) => heat(at, 100, 500));
  assert.deepEqual(steps, steps.toSorted((a, b) => b - a));
  assert.ok(steps[99]! > 0);
});
