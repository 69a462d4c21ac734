import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../src/graph/history.ts";
import { bare, read, sound, written } from "../src/graph/link.ts";
import type { Act, Found, Thing, Tie } from "../src/graph/model.ts";
import { MOST, after, byRarity, neighbours, shown } from "../src/graph/model.ts";
import { spots, towards } from "../src/graph/place.ts";
import { found } from "../src/graph/read.ts";

const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, kind: "phone", label: id, rarity: 0, degree: 0, cases: 1, href: "", root: false, ...more });
const tie = (from: string, to: string): Tie => ({ id: `${from}-${to}`, from, to, kind: "same", proposed: false, href: "" });
const open = (id: string, names: string[], total = 0, kinds: string[] = []): Act => {
  const answer: Found = { nodes: names.map((one) => thing(one)), links: names.map((one) => tie(id, one)), total, next: String(names.length) };
  return { act: "open", id, kinds, after: "", most: 25, found: answer };
};
const BASE = { nodes: [thing("a", { root: true, kind: "case" }), thing("b", { kind: "account" })], links: [tie("a", "b")] };
const ids = (acts: Act[]): string[] => shown(BASE, acts).nodes.map((one) => one.id);

test("the rarest stands first, and the order is total", () => {
  const many = [thing("z", { rarity: 5 }), thing("y", { rarity: 900 }), thing("x", { rarity: 5 }), thing("w", { rarity: 5, label: "a" })];
  assert.deepEqual(many.toSorted(byRarity).map((one) => one.id), ["y", "w", "x", "z"]);
  assert.deepEqual(many.toReversed().toSorted(byRarity), many.toSorted(byRarity));
});

test("opening adds neighbours and tells how many remain as one node", () => {
  const view = shown(BASE, [open("b", ["c", "d"], 483)]); // a, c and d are here
  assert.deepEqual(view.nodes.map((one) => one.id), ["a", "b", "c", "d"]);
  assert.equal(view.more.get("b"), 480);
  assert.deepEqual(neighbours(view).get("b"), ["a", "c", "d"]);
});

test("a second opening tells what remains after it", () => {
  assert.equal(shown(BASE, [open("b", ["c"], 3)]).more.get("b"), 1);
  assert.equal(shown(BASE, [open("b", ["c"], 3), open("b", ["d"], 3)]).more.has("b"), false);
  assert.equal(shown(BASE, [open("b", ["c"], 9), open("a", ["c"], 2)]).more.has("a"), false, "whatever way a neighbour came");
});

test("collapsing takes back exactly what came by it, and what was opened behind", () => {
  const acts = [open("b", ["c", "d"]), open("c", ["e", "f"]), open("a", ["d"])];
  assert.deepEqual(ids([...acts, { act: "collapse", id: "b" }]).toSorted(), ["a", "b", "d"]);
  assert.deepEqual(ids([...acts, { act: "collapse", id: "c" }]).toSorted(), ["a", "b", "c", "d"]);
});

test("opening again after a collapse brings the openings behind it back only if they were not collapsed", () => {
  const again = [open("b", ["c"]), open("c", ["e"]), { act: "collapse", id: "b" } as Act, open("b", ["c"])];
  assert.deepEqual(ids(again).toSorted(), ["a", "b", "c", "e"]);
});

test("a dropped thing is gone with its ties, and so is what only it had opened", () => {
  const view = shown(BASE, [open("b", ["c"]), { act: "drop", id: "b" }]);
  assert.deepEqual(view.nodes.map((one) => one.id), ["a"]);
  assert.deepEqual(view.links, []);
});

test("the cap keeps roots and opened things and counts the rest", () => {
  const names = Array.from({ length: 50 }, (_, at) => `n${at}`);
  const view = shown(BASE, [open("b", names), { act: "cap", most: 5 }]);
  assert.equal(view.nodes.length, 5);
  assert.equal(view.capped, 47);
  assert.deepEqual(view.nodes.slice(0, 2).map((one) => one.id), ["a", "b"]);
  assert.equal(shown(BASE, [{ act: "cap", most: 10 ** 9 }]).cap, MOST);
});

test("hidden kinds are not shown but still counted", () => {
  const view = shown(BASE, [open("b", ["c", "d"]), { act: "kinds", hidden: ["phone"] }]);
  assert.deepEqual(view.nodes.map((one) => one.id), ["a", "b"]);
  assert.equal(view.kinds.get("phone"), 2);
});

test("the next opening goes on where the last one of the same kinds ended", () => {
  const acts = [open("b", ["c", "d"], 9, ["phone"]), open("b", ["e"], 3)];
  assert.equal(after(acts, "b", ["phone"]), "2");
  assert.equal(after(acts, "b", []), "1");
  assert.equal(after([...acts, { act: "collapse", id: "b" }], "b", []), "");
});

test("undo and redo return every earlier view exactly", () => {
  const acts: Act[] = [open("b", ["c"]), { act: "drop", id: "c" }, { act: "kinds", hidden: ["case"] }, { act: "cap", most: 1 }];
  const history = new History<Act>();
  const views = [JSON.stringify(shown(BASE, []).nodes)];
  for (const one of acts) {
    history.act(one);
    views.push(JSON.stringify(shown(BASE, [...history.done]).nodes));
  }
  for (let at = acts.length - 1; at >= 0; at -= 1) {
    history.undo();
    assert.equal(JSON.stringify(shown(BASE, history.done).nodes), views[at]);
  }
  assert.equal(history.undo(), undefined);
  for (let at = 1; at <= acts.length; at += 1) {
    history.redo();
    assert.equal(JSON.stringify(shown(BASE, history.done).nodes), views[at]);
  }
  history.undo();
  history.act({ act: "drop", id: "b" });
  assert.equal(history.canRedo, false);
});

test("a link holds the acts and survives Kazakh letters; a cut one is none", () => {
  const kept = { acts: bare([open("Әлия/1", ["c"], 0, ["phone"]), { act: "collapse", id: "x" }, { act: "kinds", hidden: ["a", "b"] }, { act: "cap", most: 7 }]), chosen: "Ғ" };
  const text = written(kept);
  assert.match(text, /^[\w-]+$/);
  assert.deepEqual(read(text), kept);
  for (const wrong of ["", "%%%", text.slice(0, -3), written({ acts: [{ a: "o" }], chosen: "" } as never), btoa('{"acts":5}')]) assert.equal(read(wrong), null);
  assert.equal(sound({ acts: [{ a: "c", i: 5 }], chosen: "" }), false);
});

test("what the server answers is made sound: no address leads elsewhere", () => {
  const told = found({ nodes: [{ id: 5, href: "https://evil.example/", rarity: "12" }, { id: "" }], links: [{ from: "a", to: "b", href: "//evil.example", proposed: true }] }, 7);
  assert.deepEqual(told.nodes, [thing("5", { kind: "other", rarity: 12, cases: 0 })]);
  assert.equal(told.links[0]?.href, "");
  assert.equal(told.links[0]?.proposed, true);
  assert.equal(told.total, 7);
  assert.deepEqual(found(null, 0), { nodes: [], links: [], next: "", total: 0 });
});

test("every shown thing has its own spot, old ones keep theirs", () => {
  const before = spots(shown(BASE, []), new Map());
  const view = shown(BASE, [open("b", Array.from({ length: 300 }, (_, at) => `n${at}`))]);
  const now = spots(view, before);
  assert.equal(now.size, view.nodes.length);
  assert.deepEqual(now.get("a"), before.get("a"));
  assert.equal(new Set([...now.values()].map((one) => `${one.x} ${one.y}`)).size, now.size);
});

test("arrows go to the nearest thing on that side", () => {
  const there = new Map([["me", { x: 0, y: 0 }], ["right", { x: 10, y: 1 }], ["far", { x: 50, y: 0 }], ["up", { x: 0, y: 9 }]]);
  assert.equal(towards({ x: 0, y: 0 }, 1, 0, there, "me"), "right");
  assert.equal(towards({ x: 0, y: 0 }, 0, 1, there, "me"), "up");
  assert.equal(towards({ x: 0, y: 0 }, -1, 0, there, "me"), "");
});

