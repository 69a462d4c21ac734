import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hop } from "../src/sankey/plan.ts";
import { BOX, balance, gathered, largest, plan } from "../src/sankey/plan.ts";

const hop = (from: string, to: string, tiyn: number, at = 0): Hop => ({ id: `${from}${to}${at}`, from, to, tiyn, at });
const TRAIL = [hop("A", "B", 900), hop("A", "C", 350), hop("B", "D", 500), hop("B", "E", 390), hop("C", "E", 350), hop("E", "B", 60)];

test("money flows to the right, and what comes back is told as coming back", () => {
  const told = plan(TRAIL);
  for (const one of told.ribbons) {
    const [from, to] = [told.boxes.get(one.from)!, told.boxes.get(one.to)!];
    if (one.back) assert.ok(to.column <= from.column);
    else assert.ok(to.column > from.column, `${one.from} ${one.to}`);
  }
  assert.deepEqual(told.ribbons.filter((one) => one.back).map((one) => `${one.from}${one.to}`), ["EB"]);
});

test("no two boxes lie over each other, and ribbons stay inside their boxes", () => {
  const told = plan(TRAIL);
  const boxes = [...told.boxes.values()];
  for (const a of boxes) {
    for (const b of boxes) if (a.id < b.id && a.column === b.column) assert.ok(a.y + a.height <= b.y || b.y + b.height <= a.y);
    assert.ok(a.x >= 0 && a.x + BOX <= told.width && a.y + a.height <= told.height);
  }
  for (const one of told.ribbons.filter((each) => !each.back)) {
    const [from, to] = [told.boxes.get(one.from)!, told.boxes.get(one.to)!];
    assert.ok(one.y1 >= from.y && one.y1 + one.thick <= from.y + from.height + 1);
    assert.ok(one.y2 >= to.y && one.y2 + one.thick <= to.y + to.height + 1);
  }
});

test("the plan does not depend on the order of the rows", () => {
  const [one, two] = [plan(TRAIL), plan(TRAIL.toReversed())];
  assert.deepEqual([...one.boxes.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), [...two.boxes.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
});

test("hops of one pair are one ribbon with their sum", () => {
  const told = gathered([hop("A", "B", 1), hop("A", "B", 2, 1), hop("B", "A", 4)]);
  assert.deepEqual(told.map((one) => [one.from, one.to, one.tiyn, one.hops.length]), [["B", "A", 4, 1], ["A", "B", 3, 2]]);
});

test("a ring, an account that pays itself and nothing at all are planned", () => {
  assert.equal(plan([]).boxes.size, 0);
  assert.equal(plan([hop("A", "A", 5)]).ribbons[0]?.back, true);
  const ring = plan([hop("A", "B", 5), hop("B", "C", 5), hop("C", "A", 5)]);
  assert.equal(ring.ribbons.filter((one) => one.back).length, 1);
});

test("a chain of ten thousand accounts is walked without a deep stack", () => {
  const long = Array.from({ length: 10_000 }, (_, at) => hop(`n${at}`, `n${at + 1}`, 100));
  assert.equal(plan(long).boxes.get("n10000")?.column, 10_000);
});

test("what stays is what came less what went, never less than nothing", () => {
  assert.deepEqual(balance("B", TRAIL), { came: 960, went: 890, left: 70 });
  assert.deepEqual(balance("A", TRAIL), { came: 0, went: 1250, left: 0 });
});

test("of too many boxes those with the largest sums are drawn", () => {
  const many = Array.from({ length: 40 }, (_, at) => hop("A", `n${at}`, 1000 - at));
  const told = plan(largest(many, 11));
  assert.deepEqual([...told.boxes.keys()].toSorted(), ["A", ...Array.from({ length: 10 }, (_, at) => `n${at}`)]);
  assert.deepEqual(largest(TRAIL, 100).length, TRAIL.length);
});

test("a victim to whom some money was returned is still where the trail begins", () => {
  const hops = [
    { id: "1", from: "9", to: "1", tiyn: 900, at: 10 }, { id: "2", from: "1", to: "3", tiyn: 500, at: 20 },
    { id: "3", from: "1", to: "9", tiyn: 100, at: 30 },
  ];
  const { boxes, ribbons } = plan(hops);
  assert.deepEqual(["9", "1", "3"].map((id) => boxes.get(id)?.column), [0, 1, 2]);
  assert.deepEqual(ribbons.filter((one) => one.back).map(({ from, to }) => [from, to]), [["1", "9"]]);
});
