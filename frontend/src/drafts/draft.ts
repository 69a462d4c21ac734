// What a form holds, as plain names and values, and what differs between two versions of it. Pure.

export type Body = Record<string, string | string[]>;

const SECRET = new Set(["csrf", "passphrase", "password", "code"]);

/** What a page keeps hidden that its draft must keep too: of which report it is, of which version, begun when. */
const CARRIED = new Set(["begun", "base", "number"]);

/** Whether a field belongs into a draft: neither secrets nor files nor what the page itself needs. */
export function kept(name: string, type: string): boolean {
  if (type === "hidden") return CARRIED.has(name);
  return Boolean(name) && !SECRET.has(name) && !["password", "file", "submit", "button"].includes(type);
}

/** Names whose values differ, in the order of the first. */
export function differing(mine: Body, theirs: Body): string[] {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return names.filter((name) => JSON.stringify(mine[name] ?? "") !== JSON.stringify(theirs[name] ?? ""));
}

/** A value as words. */
export const told = (value: string | string[] | undefined): string => (Array.isArray(value) ? value.join(", ") : (value ?? ""));
