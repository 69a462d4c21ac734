// On every page: htmx with no eval and nothing kept, the islands when they come into the page, keys, panel, toasts.
import htmx from "htmx.org/dist/htmx.esm.js";
import type { Start } from "./island.ts";
import { token } from "./island.ts";
import { keys } from "./core/keys.ts";
import { menus } from "./core/menus.ts";
import { panel } from "./core/panel.ts";
import { sliders } from "./core/sliders.ts";
import { tables } from "./core/tables.ts";
import { toasts } from "./core/toasts.ts";
import { remember } from "./core/where.ts";

const ISLANDS = new Set(["graph", "sankey", "timeline", "map", "palette", "upload", "drafts"]);
const running = new Map<HTMLElement, (() => void) | undefined>();

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false, // an inline style the content policy refuses; console.css has it
  historyCacheSize: 0, // pages hold personal data: no copy may stay in the browser's storage
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  scrollIntoViewOnBoost: false,
});

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, verb } = (event as CustomEvent<{ headers: Record<string, string>; verb: string }>).detail;
  if (verb !== "get") headers["X-CSRF"] = token();
});

// An answer that says no still has words for the person: show them where they were expected.
document.addEventListener("htmx:beforeSwap", (event) => {
  const detail = (event as CustomEvent<{ xhr: XMLHttpRequest; shouldSwap: boolean; isError: boolean }>).detail;
  if ([400, 403, 404, 409, 413, 422, 429].includes(detail.xhr.status)) detail.shouldSwap = true;
});

/** Start every island below an element that does not run yet. */
export function wake(below: ParentNode): void {
  const found = [...below.querySelectorAll<HTMLElement>("[data-island]")];
  if (below instanceof HTMLElement && below.dataset.island) found.unshift(below);
  for (const root of found) if (!running.has(root)) void start(root, root.dataset.island ?? "");
}

async function start(root: HTMLElement, name: string): Promise<void> {
  if (!ISLANDS.has(name)) return;
  running.set(root, undefined);
  const address = new URL(`./${name}.js`, import.meta.url).href;
  try {
    const island = (await import(address)) as { start: Start };
    if (!root.isConnected) return;
    root.classList.add("awake"); // the style sheet shows what only works with the island; a picture needs its size
    running.set(root, island.start(root));
  } catch (error) {
    root.classList.remove("awake");
    running.delete(root); // the table twin stays: the page works without the picture
    console.error(`island ${name}`, error);
  }
}

document.addEventListener("htmx:load", (event) => {
  const loaded = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  wake(loaded);
  tables(loaded);
});
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  const gone = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  running.get(gone)?.();
  running.delete(gone);
});

toasts();
panel();
menus();
sliders();
keys();
remember();
tables(document);
// On a narrow screen the rooms are a strip: the one that is open must be in sight.
// Not by scrollIntoView: the next Tab would begin there and pass over the link to the main part.
const here = document.querySelector<HTMLElement>(".rooms [aria-current]");
const strip = here?.closest("ul");
if (here && strip) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
wake(document);
