// Where I was: the pages of this tab, newest first, for the palette. Kept in the tab's own storage, gone with the tab.

export interface Place {
  address: string;
  title: string;
  at: number;
}

const KEY = "qalqan.where";
const MOST = 40;

/** The list with a place put in front; the same address stands once. */
export function visited(list: readonly Place[], place: Place, most: number = MOST): Place[] {
  return [place, ...list.filter((one) => one.address !== place.address)].slice(0, most);
}

/** Pages that this tab has shown, newest first. */
export function places(): Place[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? (kept as Place[]).filter((one) => typeof one?.address === "string") : [];
  } catch {
    return []; // storage refused or spoilt: the history is a convenience
  }
}

/** Remember the page that is shown now; a page of somebody not signed in empties the list. */
export function remember(): void {
  try {
    if (!document.body.dataset.officer) {
      sessionStorage.removeItem(KEY);
      return;
    }
    const title = document.querySelector("h1")?.textContent?.trim() || document.title;
    // the page's own word for its address: an answer to a form stands at one that cannot be opened
    const address = document.body.dataset.here ?? location.pathname + location.search;
    const place = { address, title, at: Date.now() };
    sessionStorage.setItem(KEY, JSON.stringify(visited(places(), place)));
  } catch {
    // no storage: nothing is remembered
  }
}
