// Short messages in the corner: sent by the server (HX-Trigger: {"toast": {"text": …, "kind": …}}) or by an island.
import { el } from "../island.ts";

const STAY = 8000;

/** Hear `toast` events and show them in the page's `#toasts`, which readers of the screen are told politely. */
export function toasts(): void {
  document.addEventListener("toast", (event) => {
    const place = document.getElementById("toasts");
    const { text, kind = "good" } = (event as CustomEvent<{ text: string; kind?: string }>).detail;
    if (!place || !text) return;
    const close = el("button", { type: "button", class: "quiet", "aria-label": place.dataset.close ?? "×" }, "×");
    const made = el("div", { class: `toast ${kind}` }, el("p", {}, text), close);
    close.addEventListener("click", () => made.remove());
    place.append(made);
    // What went wrong stays until it is closed: nobody should have to read against a clock.
    if (kind === "good") setTimeout(() => made.remove(), STAY);
  });
}
