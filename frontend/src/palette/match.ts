// What a person means by a few letters, pure: words begun, in any order, whatever the case and the layout's letters.

export interface Entry {
  title: string;
  /** What it is: a page, a command with its key, a place where one was. */
  note: string;
  href: string;
  /** The element that does it, for commands that are no address. */
  act?: HTMLElement;
  key: string;
}

/** Text as it is compared: small letters, Kazakh letters beside the Russian ones that people type for them. */
export function folded(text: string): string {
  const same: Record<string, string> = { ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и", ё: "е" };
  return text.toLocaleLowerCase().replace(/[әғқңөұүһіё]/g, (sign) => same[sign] ?? sign);
}

/** How well a title fits what was typed: 0 not at all, more is better. Every typed word must begin a word of the title. */
export function fit(title: string, typed: string): number {
  const wanted = folded(typed).split(/\s+/).filter(Boolean);
  if (!wanted.length) return 1;
  const whole = folded(title);
  const words = whole.split(/[\s,.:;·/()«»"-]+/);
  let points = 0;
  for (const one of wanted) {
    if (words.some((word) => word.startsWith(one))) points += 3;
    else if (whole.includes(one)) points += 1;
    else return 0;
  }
  return points + (whole.startsWith(wanted[0] ?? "") ? 1 : 0);
}

/** The entries that fit, the best first; equal ones stay in their order. */
export function fitting(entries: readonly Entry[], typed: string, most = 40): Entry[] {
  return entries
    .map((entry, at) => ({ entry, at, points: fit(entry.title, typed) }))
    .filter((one) => one.points > 0)
    .sort((a, b) => b.points - a.points || a.at - b.at)
    .slice(0, most)
    .map((one) => one.entry);
}
