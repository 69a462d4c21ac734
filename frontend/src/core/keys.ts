// Single keys and two-key sequences: whatever is marked `data-key="d"` or `data-key="g t"` is done by them.
import { typing } from "../island.ts";

const TOGETHER = 1200;

/** The visible element that a sequence of keys does, if any, and whether more keys could still make one. */
export function meant(sequence: string, known: readonly string[]): { whole: boolean; begun: boolean } {
  return { whole: known.includes(sequence), begun: known.some((one) => one.startsWith(`${sequence} `)) };
}

/**
 * The key by its place on the keyboard where the layout is not Latin: «в» on a Russian or Kazakh layout is the key d.
 * Officers type in Kazakh all day: a shortcut must not ask them to switch the layout first.
 */
export function latin(key: string, code: string): string {
  if (/^[\x20-\x7e]$/.test(key) || key.length !== 1) return key;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter ? letter.toLowerCase() : key;
}

const OFF = "qalqan.keys";

/**
 * Whether single letters are commands; told a value, keep it. They can be turned off (WCAG 2.1.4): who dictates text would
 * press them by accident.
 */
export function singleKeys(on?: boolean): boolean {
  try {
    if (on !== undefined) localStorage.setItem(OFF, on ? "" : "off");
    return localStorage.getItem(OFF) !== "off";
  } catch {
    return true; // storage refused: as it is for everybody
  }
}

/** Hear keys on the whole page. */
export function keys(): void {
  let begun = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    const key = latin(event.key, event.code);
    if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") {
      event.preventDefault();
      open("commands");
      return;
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !singleKeys()) return;
    if (key === "?") {
      event.preventDefault(); // or the sign would be typed into the palette's box
      open("keys");
      return;
    }
    if (key === "/") {
      event.preventDefault();
      document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
      return;
    }
    const marked = [...document.querySelectorAll<HTMLElement>("[data-key]")].filter((one) => one.checkVisibility());
    const now = Date.now();
    const sequence = begun && now - last < TOGETHER ? `${begun} ${key}` : key;
    const names = marked.map((one) => one.dataset.key ?? "");
    const found = meant(sequence, names);
    begun = found.begun ? sequence : "";
    last = now;
    if (!found.whole) return;
    event.preventDefault();
    const goal = marked[names.indexOf(sequence)];
    goal?.focus();
    goal?.click();
  });
  document.addEventListener("click", (event) => {
    const wanted = (event.target as HTMLElement).closest<HTMLElement>("[data-palette]")?.dataset.palette;
    if (wanted) open(wanted);
  });
}

function open(mode: string): void {
  document.dispatchEvent(new CustomEvent("qalqan:palette", { detail: mode }));
}
