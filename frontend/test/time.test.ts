import assert from "node:assert/strict";
import { test } from "node:test";
import { shade } from "../src/map.ts";
import type { Event } from "../src/timeline/lanes.ts";
import { lanes, ticks, whole, zoomed } from "../src/timeline/lanes.ts";

const HOUR = 3_600_000;
const event = (id: string, lane: string, at: number, end = at): Event => ({ id, lane, what: "", at, end });

test("the whole span holds every event with some air", () => {
  const span = whole([event("a", "x", 10 * HOUR), event("b", "y", 12 * HOUR, 20 * HOUR)]);
  assert.ok(span.from < 10 * HOUR && span.to > 20 * HOUR);
  assert.ok(whole([]).to > whole([]).from);
  const one = whole([event("a", "x", 5)]);
  assert.ok(one.to > one.from);
});

test("ticks stand at round times of Kazakhstan's clock, never more than asked", () => {
  for (const long of [HOUR / 30, HOUR, 7 * HOUR, 40 * HOUR, 900 * HOUR, 9000 * HOUR, 200_000 * HOUR]) {
    const span = { from: 1_772_424_917_123, to: 1_772_424_917_123 + long };
    const told = ticks(span, 8);
    assert.ok(told.at.length <= 9, String(long));
    for (const at of told.at) {
      assert.equal((at + 5 * HOUR) % told.step, 0);
      assert.ok(at >= span.from && at <= span.to);
    }
  }
});

test("a zoom keeps the moment under it and stays inside the whole", () => {
  const all = { from: 0, to: 100 * HOUR };
  const near = zoomed(all, 4, 50 * HOUR, all);
  assert.deepEqual(near, { from: 37.5 * HOUR, to: 62.5 * HOUR });
  assert.deepEqual(zoomed(near, 0.01, 50 * HOUR, all), all);
  const edge = zoomed({ from: 0, to: 10 * HOUR }, 0.5, 0, all);
  assert.deepEqual(edge, { from: 0, to: 20 * HOUR });
  assert.equal(zoomed(all, 1e9, 0, all).to, 60_000);
});

test("lanes come in the order of their first event", () => {
  assert.deepEqual(lanes([event("b", "second", 5), event("a", "first", 1), event("c", "second", 0 + 9)]), ["first", "second"]);
});

test("shades: nothing is 0, the most is 5, and they never fall", () => {
  assert.equal(shade(0, 10), 0);
  assert.equal(shade(5, 0), 0);
  assert.equal(shade(10, 10), 5);
  const told = Array.from({ length: 11 }, (_, at) => shade(at, 10));
  assert.deepEqual(told, told.toSorted((a, b) => a - b));
  assert.equal(shade(0.001, 10), 1);
});
