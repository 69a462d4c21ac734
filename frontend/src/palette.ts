// The palette: every page and command of this page by a few letters (Ctrl K), where I was, the keys there are (?).
import type { Start } from "./island.ts";
import { el, fresh, words } from "./island.ts";
import { places } from "./core/where.ts";
import { singleKeys } from "./core/keys.ts";
import type { Entry } from "./palette/match.ts";
import { fitting } from "./palette/match.ts";

const PAUSE = 180;

/** Everything on the page that has a key, and every room. */
function commands(page: string): Entry[] {
  const found = [...document.querySelectorAll<HTMLElement>("nav.rooms a, [data-key]")].filter((one) => one.checkVisibility());
  return [...new Set(found)].map((one) => {
    const title = (one.getAttribute("aria-label") ?? clean(one)).trim();
    const href = one instanceof HTMLAnchorElement ? one.href : "";
    return { title, note: one.closest("nav.rooms") ? page : "", href, act: one, key: one.dataset.key ?? "" };
  });
}

/** An element's words without its key hints. */
function clean(one: HTMLElement): string {
  const copy = one.cloneNode(true) as HTMLElement;
  for (const hint of copy.querySelectorAll("kbd")) hint.remove();
  return copy.textContent ?? "";
}

export const start: Start = (root) => {
  const say = words(root);
  let entries: Entry[] = [];
  let shown: Entry[] = [];
  let at = 0;
  let waiting = 0;
  let asked = new AbortController();
  const title = fresh("palette");
  const list = el("ul", { role: "listbox", id: fresh("entries"), "aria-labelledby": title });
  const input = el("input", { type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-controls": list.id, "aria-labelledby": title });
  const single = el("input", { type: "checkbox", id: fresh("single") });
  const switching = el("p", { class: "check" }, single, el("label", { for: single.id }, say("single")));
  const head = el("h2", { id: title, class: "sr" });
  const none = el("p", { class: "muted", role: "status" });
  const dialog = el("dialog", { class: "palette", "aria-labelledby": title }, head, input, list, none, switching, el("p", { class: "muted" }, say("run")));

  const draw = (): void => {
    const made = shown.map((one, place) =>
      el(
        "li", { role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === at) }, el("span", {}, one.title),
        el("span", { class: "muted" }, one.note, " ", ...(one.key ? [el("kbd", {}, one.key)] : [])),
      ),
    );
    list.replaceChildren(...made);
    list.hidden = !made.length;
    none.textContent = made.length ? "" : say("none");
    if (made.length) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    made[at]?.scrollIntoView({ block: "nearest" });
  };

  const sift = (): void => {
    const typed = input.value.trim();
    shown = fitting(entries, typed);
    if (typed && root.dataset.search) {
      const href = `${root.dataset.search}?q=${encodeURIComponent(typed)}`;
      shown.push({ title: say("search", { label: typed }), note: "", href, key: "" });
      clearTimeout(waiting);
      waiting = window.setTimeout(() => void hits(href, typed), PAUSE);
    }
    at = 0;
    draw();
  };

  /** The first hits of the search page itself, as entries: one search, two doors. */
  const hits = async (href: string, typed: string): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    try {
      const headers = { "HX-Request": "true", "HX-Target": "panel-inside" };
      const answer = await fetch(href, { headers, signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok || input.value.trim() !== typed) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const links = [...page.querySelectorAll<HTMLAnchorElement>("tbody th a[href]")].slice(0, 8);
      const found = links.map((one) => {
        const note = [...(one.closest("tr")?.cells ?? [])].slice(1).map((cell) => cell.textContent?.trim() ?? "").join(" · ");
        return { title: one.textContent?.trim() ?? "", note, href: one.getAttribute("href") ?? "", key: "" };
      });
      shown = [...shown.filter((one) => !found.some((other) => other.href === one.href)), ...found.filter((one) => one.href.startsWith("/"))];
      draw();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // an older question was given up
    }
  };

  const run = (entry: Entry | undefined): void => {
    if (!entry) return;
    dialog.close();
    if (entry.act) {
      entry.act.focus();
      entry.act.click();
    } else location.assign(entry.href);
  };

  const open = (mode: string): void => {
    const here = location.pathname + location.search;
    const past = places().filter((one) => one.address !== here).map((one) => ({ title: one.title, note: say("place"), href: one.address, key: "" }));
    const known = commands(say("page"));
    entries = mode === "places" ? past : mode === "keys" ? known.filter((one) => one.key) : [...known, ...past];
    head.textContent = say(mode === "places" ? "places" : mode === "keys" ? "keys" : "title");
    head.classList.toggle("sr", mode === "commands");
    switching.hidden = mode !== "keys";
    single.checked = singleKeys();
    input.value = "";
    sift();
    if (!dialog.open) dialog.showModal();
    input.focus();
  };

  input.addEventListener("input", sift);
  single.addEventListener("change", () => singleKeys(single.checked));
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      at = (at + step + shown.length) % shown.length;
      draw();
    } else if (event.key === "Enter" && event.target === input) run(shown[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = (event.target as HTMLElement).closest("[role=option]");
    if (option) run(shown[[...list.children].indexOf(option)]);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  const heard = (event: Event): void => open((event as CustomEvent<string>).detail);
  document.addEventListener("qalqan:palette", heard);
  return () => {
    document.removeEventListener("qalqan:palette", heard);
    dialog.remove();
  };
};
