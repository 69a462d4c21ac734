import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import type { Entry } from "../src/upload/folder.ts";
import { chosen, dropped, junk, manifest } from "../src/upload/folder.ts";
import { Sha256, hashed } from "../src/upload/hash.ts";
import type { Outcome, State } from "../src/upload/whole.ts";
import { became, byName, counted } from "../src/upload/whole.ts";

const file = (name: string, bytes = 3, below = ""): File => Object.assign(new File([new Uint8Array(bytes)], name), { webkitRelativePath: below });
const leaf = (name: string): Entry => ({ name, isFile: true, isDirectory: false, file: (found) => found(file(name)) });

/** A folder that gives its entries two at a time, as browsers do. */
function folder(name: string, inside: Entry[]): Entry {
  const createReader = () => {
    let at = 0;
    return { readEntries: (found: (entries: Entry[]) => void) => found(inside.slice(at, (at += 2))) };
  };
  return { name, isFile: false, isDirectory: true, createReader };
}

test("a dropped folder is walked to its end, every file with its path", async () => {
  const deep = folder("б", [leaf("2.csv"), leaf("1.csv"), leaf("3.csv")]);
  const found = await dropped([folder("жауап", [deep, leaf("хат.pdf"), folder("бос", [])]), leaf("жеке.csv")], () => assert.fail());
  assert.deepEqual(found.map((one) => one.path), ["жауап/б/1.csv", "жауап/б/2.csv", "жауап/б/3.csv", "жауап/хат.pdf", "жеке.csv"].toSorted());
});

test("what cannot be opened is told and stops nothing else", async () => {
  const lost: string[] = [];
  const shut: Entry = { name: "жабық", isFile: false, isDirectory: true, createReader: () => ({ readEntries: (_found, failed) => failed(new Error("no")) }) };
  const gone: Entry = { name: "жоқ.csv", isFile: true, isDirectory: false, file: (_found, failed) => failed(new Error("no")) };
  const found = await dropped([shut, gone, leaf("бар.csv")], (path) => lost.push(path));
  assert.deepEqual([lost, found.map((one) => one.path)], [["жабық", "жоқ.csv"], ["бар.csv"]]);
});

test("a chosen folder keeps its paths; traces of programs and empty files are not sent", () => {
  const [one, two] = chosen([file("a.csv", 3, "дело/a.csv"), file("b.csv")]);
  const told = chosen([file("manifest.csv", 3, "дело/manifest.csv"), file("manifest.csv")]).map(manifest);
  assert.deepEqual(told, [true, false]);
  assert.deepEqual([one?.path, two?.path], ["дело/a.csv", "b.csv"]);
  const names = [".DS_Store", "x/Thumbs.db", "~$жауап.xlsx", "._a.csv"];
  for (const path of names) assert.ok(junk({ path, file: file("f") }), path);
  assert.ok(!junk({ path: "a.csv", file: file("a.csv", 0) })); // an empty reply is told, not passed over in silence
  assert.ok(!junk({ path: "thumbs.db/a.csv", file: file("a.csv") }));
});

test("the hash is SHA-256, however the bytes come", async () => {
  let state = 7;
  const next = (most: number): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 5_000_001]) {
    const bytes = Uint8Array.from({ length }, () => next(256));
    const whole = new Sha256();
    for (let at = 0; at < length; ) {
      const step = 1 + next(length > 10_000 ? 100_000 : 70);
      whole.add(bytes.subarray(at, at + step));
      at += step;
    }
    const right = createHash("sha256").update(bytes).digest("hex");
    assert.equal(whole.hex(), right, `${length} bytes`);
    assert.equal(await hashed(new Blob([bytes]), () => false), right);
  }
  assert.equal(await hashed(new Blob(["a"]), () => true), null);
});

test("all files together: what is over counts whole, and the bar comes to its end", () => {
  const one = (state: State, size: number, sent = 0) => ({ state, size, sent });
  const files = [one("sending", 100, 40), one("known", 50), one("person", 10, 10), one("failed", 5), one("waiting", 7)];
  assert.deepEqual(counted(files), { files: 5, bytes: 105, total: 172, over: 3, known: 1, person: 1, failed: 1, stopped: 0 });
  assert.deepEqual(counted([one("stopped", 50, 20)]), { files: 1, bytes: 20, total: 50, over: 1, known: 0, person: 0, failed: 0, stopped: 1 });
  const ends = counted(files.map((each) => ({ ...each, state: "done" as State })));
  assert.equal(ends.bytes, ends.total);
  assert.deepEqual(["read", "duplicate", "needs_person", "no_basis", "broken"].map(became), ["done", "known", "person", "done", "failed"]);
});

test("two files of one name get an outcome each", () => {
  const told: Outcome[] = [["a.csv", "e1", "read", 2, 0], ["b.csv", "e2", "broken", 0, 0], ["a.csv", "e3", "duplicate", 0, 0]];
  const take = byName(told);
  assert.deepEqual([take("a.csv")?.[1], take("a.csv")?.[1], take("a.csv"), take("b.csv")?.[1]], ["e1", "e3", undefined, "e2"]);
});
