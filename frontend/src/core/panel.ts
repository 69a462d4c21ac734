// The side panel: a value's mentions, a row's origin, beside the page that one is reading.
import htmx from "htmx.org/dist/htmx.esm.js";

let opener: HTMLElement | null = null;

const place = (): HTMLElement | null => document.getElementById("panel");
const inside = (): HTMLElement | null => document.getElementById("panel-inside");

/** Links marked `data-panel` open in the panel; with a modifier key, or without the panel, they are plain links. */
export function panel(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement | null;
    const link = target?.closest<HTMLAnchorElement>("a[data-panel]");
    if (link && place() && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      show(link);
    } else if (target?.closest("[data-panel-close]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && place() && !place()?.hidden && !document.querySelector("dialog[open]")) close();
  });
}

function show(link: HTMLAnchorElement): void {
  const [aside, target] = [place(), inside()];
  if (!aside || !target) return;
  if (!aside.contains(link)) opener = link; // a pivot inside the panel goes back to where the first one came from
  aside.hidden = false;
  document.body.classList.add("with-panel");
  aside.setAttribute("aria-busy", "true");
  const whole = aside.querySelector<HTMLAnchorElement>("a[data-panel-whole]");
  if (whole) whole.href = link.href;
  void htmx.ajax("get", link.href, { target, swap: "innerHTML" }).then(() => {
    aside.removeAttribute("aria-busy");
    const head = target.querySelector<HTMLElement>("h1, h2") ?? target;
    head.tabIndex = -1;
    head.focus({ preventScroll: true }); // the page beside keeps its place
    aside.scrollTop = 0; // a new thing is read from its beginning, wherever the one before was left
  });
}

function close(): void {
  const aside = place();
  if (!aside || aside.hidden) return;
  aside.hidden = true;
  inside()?.replaceChildren();
  document.body.classList.remove("with-panel");
  opener?.focus();
  opener = null;
}
