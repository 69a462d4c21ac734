// Menus that unfold over the page: Escape, a click or the focus elsewhere folds them, so that they never stay in the way.

/** Hear what folds every `details.menu` of the page. */
export function menus(): void {
  const open = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    for (const menu of open()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary")?.focus();
      menu.open = false;
    }
  });
  const elsewhere = (event: Event): void => {
    for (const menu of open()) if (!menu.contains(event.target as Node)) menu.open = false;
  };
  document.addEventListener("focusin", elsewhere);
  document.addEventListener("click", elsewhere);
}
