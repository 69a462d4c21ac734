// Bundles the console's islands: one small file each, what several share in chunks, and the notices of what is inside.
//
//   node build.mjs OUT     writes OUT/NAME.js, OUT/shared-HASH.js, OUT/NOTICES.txt, OUT/sizes.json
//
// Fails when a page could transfer more than its budget: a budget that only a person watches is none.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(process.argv[2] ?? join(HERE, "../src/qalqan/console/static/built"));
const KIB = 1024;
const CORE_MOST = 30 * KIB; // on every page
const PAGE_MOST = 250 * KIB; // core and every island at once
const ISLANDS = ["graph", "sankey", "timeline", "map", "palette", "upload", "drafts"];
const APART = ["layout"]; // runs in a worker: a file of its own, loaded by the graph

const told = await build({
  absWorkingDir: HERE,
  entryPoints: Object.fromEntries(["core", ...ISLANDS, ...APART].map((name) => [name, `src/${name}.ts`])),
  outdir: OUT,
  bundle: true,
  splitting: true,
  chunkNames: "shared-[hash]",
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none", // they are in NOTICES.txt, whole
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  write: false,
});

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const sizes = new Map();
for (const file of told.outputFiles) {
  const name = file.path.slice(OUT.length + 1);
  writeFileSync(join(OUT, name), file.contents);
  sizes.set(name, gzipSync(file.contents).length);
}

/** Bytes, gzipped, of a file and of all that it imports at once; `lazy` counts what it may import later too. */
function weight(name, lazy, seen = new Set()) {
  if (seen.has(name)) return 0;
  seen.add(name);
  const [, described] = Object.entries(told.metafile.outputs).find(([path]) => path.endsWith(`/${name}`));
  const imports = described.imports.filter((one) => !one.external && (lazy || one.kind === "import-statement"));
  return imports.reduce((sum, one) => sum + weight(one.path.split("/").pop(), lazy, seen), sizes.get(name));
}

const seen = new Set();
const weights = { core: weight("core.js", false) };
for (const name of [...ISLANDS, ...APART]) weights[name] = weight(`${name}.js`, true);
weights.everything = ["core", ...ISLANDS, ...APART].reduce((sum, name) => sum + weight(`${name}.js`, true, seen), 0);
writeFileSync(join(OUT, "sizes.json"), `${JSON.stringify(weights, null, 1)}\n`);
for (const [name, bytes] of Object.entries(weights)) console.log(`${name.padEnd(11)}${(bytes / KIB).toFixed(1)} KiB gzip`);
if (weights.core > CORE_MOST) throw new Error(`core is ${weights.core} bytes gzipped, more than ${CORE_MOST}`);
if (weights.everything > PAGE_MOST) throw new Error(`the islands are ${weights.everything} bytes gzipped, more than ${PAGE_MOST}`);

/** The packages whose code is in the bundle, each with its version, its licence and the licence's text. */
function notices() {
  const inputs = Object.values(told.metafile.outputs).flatMap((one) => Object.entries(one.inputs));
  const inside = inputs.filter(([, one]) => one.bytesInOutput > 0).map(([path]) => path);
  const named = inside.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
  return [...new Set(named)].sort().map((name) => {
    const folder = join(HERE, "node_modules", name);
    const card = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
    const kept = join(HERE, "licences", `${name}.txt`); // of packages that ship without their licence's text
    if (!text && !existsSync(kept)) throw new Error(`${name} ships no licence text: put it into licences/${name}.txt`);
    const words = readFileSync(text ? join(folder, text) : kept, "utf8").trim();
    return `${name} ${card.version} (${card.license})\n\n${words}\n`;
  });
}
const rule = `\n${"-".repeat(78)}\n\n`;
writeFileSync(join(OUT, "NOTICES.txt"), ["Third-party software inside the files beside this one.\n", ...notices()].join(rule));
