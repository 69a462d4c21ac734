// whole: with the frame around the main part. Hears where Tab leads: what must be reachable, how it looks before and while it has the focus, whether anything hides it.
(whole) => {
  const ROWS = 4;
  for (const body of document.querySelectorAll("tbody")) for (const row of [...body.rows].slice(ROWS)) row.remove(); // alike
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable]";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const named = (one) => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""} «${(one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 40)}»`;
  const ringOf = (one) => one.querySelector(":scope > .ring");
  const look = (one) => {
    const style = getComputedStyle(one);
    const ring = ringOf(one);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : "";
    return { outline: outlined, shadow: style.boxShadow, ring: ring ? getComputedStyle(ring).stroke : "" };
  };
  // One radio button of a group takes Tab; the arrows lead to the others.
  const first = (one) => {
    if (one.type !== "radio") return true;
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)].filter(shown);
    return (group.find((other) => other.checked) ?? group[0]) === one;
  };
  const reachable = (one) => one.tabIndex >= 0 && !one.disabled && shown(one) && first(one) && (one.tagName !== "SUMMARY" || one.parentElement.querySelector(":scope > summary") === one);
  const wanted = [...document.querySelectorAll(INTERACTIVE)].filter((one) => reachable(one) && (whole || one.closest("main")));
  const before = new Map(wanted.map((one) => [one, look(one)]));
  const met = [];
  let around = false; // the walk has come back to where it began: nothing held the focus
  const wrong = [];
  const hidden = (one) => {
    const seen = [...one.getClientRects()].some((box) => {
      const points = [[box.x + box.width / 2, box.y + box.height / 2], [box.x + 3, box.y + 3], [box.right - 3, box.bottom - 3]];
      return points.some(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return hit && (one === hit || one.contains(hit) || hit.contains(one) || hit.closest("label")?.control === one || hit.closest("g") === one.closest("g"));
      });
    });
    return !seen;
  };
  if (!whole) document.querySelector("main").focus();
  document.addEventListener("focusin", (event) => {
    const one = event.target;
    if (!whole && !one.closest("main")) around ||= one.matches(".skip");
    else if (one === met[0] && met.length > 1) around = true;
    if (met.includes(one) || (!whole && !one.closest("main"))) return;
    met.push(one);
    const [was, is] = [before.get(one), look(one)];
    const visible = (is.outline && is.outline !== was?.outline) || (is.shadow !== "none" && is.shadow !== was?.shadow) || (is.ring && is.ring !== was?.ring);
    if (!visible) wrong.push(`no visible focus: ${named(one)}`);
    if (hidden(one)) wrong.push(`hidden while it has the focus: ${named(one)}`);
  });
  for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) wrong.push(`out of order: ${named(one)}`);
  window.walked = () => {
    const missed = wanted.filter((one) => one.isConnected && reachable(one) && !met.includes(one)).map((one) => `not reached: ${named(one)}`);
    const back = met.slice(1).filter((one, at) => one.isConnected && met[at].isConnected && met[at].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING).map((one) => `against the order of reading: ${named(one)}`);
    return [...wrong, ...missed, ...back];
  };
  window.walkedAround = () => around || !wanted.length;
  return wanted.length;
}
