import assert from "node:assert/strict";
import { test } from "node:test";
import { based, basisOf, manifest } from "../src/upload/manifest.ts";

const TEXT = '\ufefffile,case,request,covert\r\n"банки/a, b.csv",257,"№ 17; ""б""",0\nоператоры/*,,исх. 4,1\nx[1].csv,9,,\n';
const one = (path: string, text = "x") => ({ path, file: new File([text], path.split("/").at(-1)!) });

test("a manifest's rows give bases by path and by pattern, in the words of --basis", () => {
  const rows = manifest(TEXT)!;
  assert.equal(basisOf(rows, "банки/a, b.csv"), 'case=257; request=№ 17, "б"; covert=0');
  assert.equal(basisOf(rows, "операторы/Кселл/1.xlsx"), "request=исх. 4; covert=1");
  assert.equal(basisOf(rows, "x[1].csv"), "case=9");
  assert.equal(basisOf(rows, "x1.csv"), "");
  assert.equal(basisOf(rows, "банки/й.csv".normalize("NFD")), "");
  assert.equal(manifest("a,b\n1,2\n"), null);
});

test("files get their folder's bases and the manifest is not sent; another file of that name is", async () => {
  const found = await based([one("f/manifest.csv", TEXT), one("f/операторы/1.csv"), one("g/операторы/1.csv"), one("g/manifest.csv", "a\n1\n")]);
  assert.deepEqual(found.map(({ path, basis }) => [path, basis]), [
    ["f/операторы/1.csv", "request=исх. 4; covert=1"],
    ["g/операторы/1.csv", undefined],
    ["g/manifest.csv", undefined],
  ]);
});
