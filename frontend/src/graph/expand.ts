// Before a thing opens: how many neighbours of which kinds there are, and a choice. No hairball comes unasked.
import type { Say } from "../island.ts";
import { button, el, fresh } from "../island.ts";
import type { Counted } from "./read.ts";

export const STEP = 25;

/** A dialog with the counts; gives back the kinds chosen and how many, or null when nothing is wanted. */
export function choose(say: Say, label: string, counted: Counted, already: number): Promise<{ kinds: string[]; most: number } | null> {
  return new Promise((answer) => {
    const title = fresh("expand");
    const remaining = Math.max(0, counted.total - already);
    const boxes = counted.kinds.map(({ kind, count }) => {
      const box = el("input", { type: "checkbox", id: fresh("kind"), value: kind, checked: true });
      return { box, line: el("p", { class: "check" }, box, el("label", { for: box.id }, `${say(`kind-${kind}`)}: ${count}`)) };
    });
    const dialog = el("dialog", { "aria-labelledby": title }, el("h2", { id: title }, label), el("p", {}, say("count", { count: remaining })), ...boxes.map((one) => one.line));
    const done = (most: number): void => {
      const chosen = boxes.filter((one) => one.box.checked).map((one) => one.box.value);
      dialog.close();
      answer(most && chosen.length ? { kinds: chosen.length === boxes.length ? [] : chosen, most } : null);
    };
    const steps = [STEP, 100, 200].filter((step, at) => at === 0 || step < remaining);
    const offers = steps.map((step, at) => {
      const most = Math.min(step, Math.max(remaining, 1));
      return button(say("take", { count: most }), () => done(most), at === 0 ? { class: "main", autofocus: true } : {});
    });
    dialog.append(el("p", { class: "tools" }, ...offers, button(say("cancel"), () => done(0))));
    dialog.addEventListener("cancel", () => answer(null));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
}
