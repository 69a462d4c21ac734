// What breaks a layout: wider than the window, text cut off or outside of its box, things to press that lie on one another.
() => {
  const wrong = [];
  const named = (one) => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}.${[...one.classList].join(".")} «${(one.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)}»`;
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowX);
  // What only readers of the screen get is cut on purpose.
  const aside = (one) => one.closest(".sr, .skip, svg, canvas") !== null;
  const within = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement) if (scrolls(up)) return up;
    return null;
  };
  const wide = document.documentElement.clientWidth;
  const page = document.scrollingElement;
  if (page.scrollWidth > wide) wrong.push(`the page is ${page.scrollWidth} wide`);
  const all = [...document.body.querySelectorAll("*")].filter((one) => shown(one) && !aside(one));
  for (const one of all) {
    const box = one.getBoundingClientRect();
    if (box.right > wide + 1 && box.width > 0 && !within(one)) wrong.push(`wider than the window: ${named(one)}`);
    const style = getComputedStyle(one);
    if (!one.textContent?.trim() || style.display === "inline" || one.matches("option, select, textarea")) continue;
    const [across, down] = [one.scrollWidth > one.clientWidth + 1, one.scrollHeight > one.clientHeight + 1];
    const cut = /hidden|clip/;
    const told = style.textOverflow === "ellipsis" && one.title; // the whole stands in its title and in the table twin
    if (!told && ((across && cut.test(style.overflowX)) || (down && cut.test(style.overflowY)))) wrong.push(`cut off: ${named(one)}`);
    if (across && style.overflowX === "visible" && one.matches("button, a, .badge, .figure, dt, dd, th, td, label, summary, p, h1, h2, h3")) wrong.push(`outside of its box: ${named(one)}`);
  }
  /** What of a thing to press is in sight: its box, cut by all that scrolls around it. */
  const sight = (one) => {
    let { left, right, top, bottom } = one.getBoundingClientRect();
    for (let up = within(one); up; up = within(up)) {
      const box = up.getBoundingClientRect();
      [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { one, left, right, top, bottom };
  };
  const floating = (one) => {
    for (let up = one; up; up = up.parentElement) if (/fixed|sticky/.test(getComputedStyle(up).position)) return true;
    return false;
  };
  const press = all.filter((one) => one.matches("button, a[href], input, select, textarea, summary") && !floating(one)).map(sight);
  press.sort((a, b) => a.top - b.top);
  press.forEach((a, at) => {
    for (const b of press.slice(at + 1)) {
      if (b.top > a.bottom - 3) break;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const inline = [a.one, b.one].some((one) => getComputedStyle(one).display === "inline"); // its box spans the lines it runs over
      if (across > 2 && down > 2 && !inline && !a.one.contains(b.one) && !b.one.contains(a.one)) wrong.push(`on one another: ${named(a.one)} and ${named(b.one)}`);
    }
  });
  return [...new Set(wrong)];
}
