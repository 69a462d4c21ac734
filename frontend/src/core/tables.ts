// Tables by keyboard (j and k, or the arrows, from row to row), all rows at once, and the page's one selection.
import { count, onSelect, select, typing } from "../island.ts";

const known = new WeakSet<HTMLTableElement>();

/** Wake the tables marked `data-rows` below an element. */
export function tables(below: ParentNode): void {
  for (const table of below.querySelectorAll<HTMLTableElement>("table[data-rows]")) {
    if (known.has(table)) continue;
    known.add(table);
    const name = `table ${table.id}`;
    table.addEventListener("keydown", (event) => walk(table, event));
    table.addEventListener("change", () => counted(table));
    table.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      const id = target.closest<HTMLTableRowElement>("tr[data-id]")?.dataset.id;
      if (id && !target.closest("a, button, input, label, summary, select")) {
        mark(table, [id]);
        select([id], name);
      }
    });
    onSelect(name, (ids) => {
      const first = mark(table, ids);
      // A row in a folded part would first have to be laid out with all its neighbours, for nobody to see.
      if (first && !table.closest("details:not([open])")) first.scrollIntoView({ block: "nearest" });
    });
    const all = table.querySelector<HTMLInputElement>("thead input[data-all]");
    all?.addEventListener("change", () => {
      for (const box of boxes(table)) box.checked = all.checked;
      counted(table);
    });
    counted(table);
  }
}

const boxes = (table: HTMLTableElement): HTMLInputElement[] => [
  ...table.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]"),
];

function mark(table: HTMLTableElement, ids: readonly string[]): HTMLElement | null {
  for (const row of table.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
  const found = ids.map((id) => table.querySelector<HTMLElement>(`tbody tr[data-id="${CSS.escape(id)}"]`)).filter((one) => one !== null);
  for (const row of found) row.classList.add("chosen");
  return found[0] ?? null;
}

function counted(table: HTMLTableElement): void {
  const all = table.querySelector<HTMLInputElement>("thead input[data-all]");
  if (!all) return;
  const every = boxes(table);
  const chosen = every.filter((box) => box.checked).length;
  all.checked = chosen > 0 && chosen === every.length;
  all.indeterminate = chosen > 0 && chosen < every.length;
  const place = table.id && document.querySelector(`[data-chosen-of="${CSS.escape(table.id)}"]`);
  if (place) place.textContent = count(chosen);
}

function walk(table: HTMLTableElement, event: KeyboardEvent): void {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = (event.target as HTMLElement).closest("tr");
  if (!row) return;
  if (step) {
    const every = [...table.tBodies].flatMap((body) => [...body.rows]);
    const next = every[every.indexOf(row as HTMLTableRowElement) + step];
    const goal = next?.querySelector<HTMLElement>("a[href], button, input, summary");
    if (goal) {
      event.preventDefault();
      goal.focus();
    }
  } else if (event.key === "x") {
    row.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  }
}
