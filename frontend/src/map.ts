// The tile map of the regions: the server drew it for one measure, this lets the reader choose another of its table.
import type { Say, Start } from "./island.ts";
import { el, fresh, onSelect, select, twin, words } from "./island.ts";

export const SHADES = 5;

/** The shade of a value, 0 (nothing) to 5, in classes of equal width up to the largest: as the server draws it. */
export function shade(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.min(SHADES, Math.ceil((value * SHADES) / most));
}

interface Measure {
  name: string;
  title: string;
  column: number;
}

interface Cell {
  value: number;
  told: string;
}

const measures = (table: HTMLTableElement): Measure[] =>
  [...table.querySelectorAll<HTMLTableCellElement>("thead [data-measure]")].map((head) => ({
    name: head.dataset.measure ?? "", title: head.textContent?.trim() ?? "", column: head.cellIndex,
  }));

/** What the table says of every region for a measure: the number to shade by and the words to show. */
function cells(table: HTMLTableElement, column: number): Map<string, Cell> {
  const told = new Map<string, Cell>();
  for (const row of table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-region]")) {
    const cell = row.cells[column];
    told.set(row.dataset.region ?? "", { value: Number(cell?.dataset.value ?? 0) || 0, told: cell?.textContent?.trim() ?? "" });
  }
  return told;
}

function paint(root: HTMLElement, table: HTMLTableElement, measure: Measure, legend: HTMLElement, say: Say): void {
  const found = cells(table, measure.column);
  const most = Math.max(0, ...[...found.values()].map((one) => one.value));
  const top = new Map<number, Cell>();
  for (const tile of root.querySelectorAll<HTMLElement>("[data-map] > [data-region]")) {
    const cell = found.get(tile.dataset.region ?? "") ?? { value: 0, told: "0" };
    const now = shade(cell.value, most);
    for (let one = 0; one <= SHADES; one += 1) tile.classList.toggle(`shade${one}`, one === now);
    const number = tile.querySelector(".n");
    if (number) number.textContent = cell.told;
    if ((top.get(now)?.value ?? -1) < cell.value) top.set(now, cell);
  }
  const entries = [...top].sort(([a], [b]) => a - b).map(([at, cell]) => el("span", {}, el("i", { class: `shade${at}` }), at ? say("legend", { label: cell.told }) : say("none")));
  legend.replaceChildren(...entries);
}

export const start: Start = (root) => {
  const say = words(root);
  const table = twin(root, "regions");
  const place = root.querySelector<HTMLElement>("[data-place]");
  if (!table || !place) return undefined;
  const known = measures(table);
  if (!known.length) return undefined;
  const choice = el("select", { id: fresh("measure") }, ...known.map((one) => el("option", { value: one.name }, one.title)));
  const legend = el("span", { class: "legend", role: "status" });
  const show = (): void => {
    const measure = known.find((one) => one.name === choice.value);
    if (measure) paint(root, table, measure, legend, say);
  };
  choice.addEventListener("change", show);
  place.replaceChildren(el("label", { for: choice.id }, say("measure")), choice, legend);
  show();
  const mark = (ids: readonly string[]): void => {
    for (const row of table.querySelectorAll<HTMLTableRowElement>("tbody tr[data-region]")) row.classList.toggle("chosen", ids.includes(row.dataset.region ?? ""));
  };
  root.addEventListener("focusin", (event) => {
    const region = (event.target as HTMLElement).closest<HTMLElement>("[data-region]")?.dataset.region;
    if (!region) return;
    mark([region]);
    select([region], "map");
  });
  return onSelect("map", mark);
};
