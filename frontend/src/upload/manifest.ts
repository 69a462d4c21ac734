// The lawful bases that a folder's manifest.csv gives to the files beside and below it, as `qalqan ingest` reads them.
import type { Picked } from "./folder.ts";

const MANIFEST = /^(?:[^/]+\/)?manifest\.csv$/;
const FIELDS = ["case", "request", "sanction", "secrecy", "use", "expires", "covert", "declassified", "tower_dump"];

/** What a manifest says: of a path, or of all that a pattern with * and ? fits, the basis in the words of `--basis`. */
export interface Row {
  file: string;
  fits: RegExp;
  basis: string;
}

/** The cells of a CSV with commas; a cell in quotes may hold commas, line ends and doubled quotes. */
function cells(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    const row = rows.at(-1)!;
    if (sign === '"' && quoted && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)]!;
    else if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) row.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else if (sign !== "\r" || quoted) row[row.length - 1] += sign;
  }
  return rows.filter((row) => row.some(Boolean));
}

/** The rows of a manifest; null when it has no column `file`: then it is a file like any other. */
export function manifest(text: string): Row[] | null {
  const [head = [], ...rows] = cells(text.replace(/^\ufeff/, ""));
  const names = head.map((name) => name.trim());
  if (!names.includes("file")) return null;
  return rows.map((row) => {
    const told = Object.fromEntries(names.map((name, at) => [name, (row[at] ?? "").trim()]));
    const file = (told.file ?? "").normalize("NFC");
    const fits = new RegExp(`^${file.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*+/g, ".*").replace(/\?/g, ".")}$`, "su");
    const basis = FIELDS.filter((name) => told[name]).map((name) => `${name}=${told[name]!.replace(/;/g, ",")}`);
    return { file, fits, basis: basis.join("; ") };
  });
}

/** The basis that the rows give to a path below their folder; empty when they do not speak of it. */
export function basisOf(rows: readonly Row[], path: string): string {
  const below = path.normalize("NFC");
  return rows.find(({ file, fits }) => file === below || fits.test(below))?.basis ?? "";
}

/** The files of a choice, each with the basis of its folder's manifest; a manifest gives bases and is no evidence. */
export async function based(picked: readonly Picked[]): Promise<Picked[]> {
  let left = [...picked];
  for (const one of picked.filter(({ path }) => MANIFEST.test(path))) {
    const rows = manifest(await one.file.text());
    if (!rows) continue;
    const folder = one.path.slice(0, -"manifest.csv".length);
    left = left
      .filter((other) => other !== one)
      .map((other) => (other.path.startsWith(folder) ? { ...other, basis: basisOf(rows, other.path.slice(folder.length)) } : other));
  }
  return left;
}
