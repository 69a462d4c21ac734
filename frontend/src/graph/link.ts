// A deep link of a graph: its acts without the server's answers, in the part of the address that is never sent.
import type { Act } from "./model.ts";

export type Bare =
  | { a: "o"; i: string; k?: string; f?: string; m: number }
  | { a: "c"; i: string }
  | { a: "d"; i: string }
  | { a: "k"; h: string }
  | { a: "n"; m: number };

export interface Kept {
  acts: Bare[];
  chosen: string;
}

/** The acts as they stand in a link. */
export function bare(acts: readonly Act[]): Bare[] {
  return acts.map((one) => {
    switch (one.act) {
      case "open":
        return {
          a: "o", i: one.id, m: one.most,
          ...(one.kinds.length ? { k: one.kinds.join() } : {}), ...(one.after ? { f: one.after } : {}),
        };
      case "collapse":
        return { a: "c", i: one.id };
      case "drop":
        return { a: "d", i: one.id };
      case "kinds":
        return { a: "k", h: one.hidden.join() };
      case "cap":
        return { a: "n", m: one.most };
    }
  });
}

/** The state as text for an address: base64url of its JSON. */
export function written(kept: Kept): string {
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The state of an address; null for anything that is none: a link may have been cut by a letter or a chat. */
export function read(text: string): Kept | null {
  try {
    const signs = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const told: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(signs, (sign) => sign.charCodeAt(0))));
    return sound(told) ? told : null;
  } catch {
    return null;
  }
}

/** Whether it is a state: also for what a server kept under a short id. */
export function sound(told: unknown): told is Kept {
  const kept = told as Kept | null;
  return Boolean(kept && typeof kept.chosen === "string" && Array.isArray(kept.acts) && kept.acts.every(isBare));
}

function isBare(one: unknown): boolean {
  const act = one as Record<string, unknown> | null;
  if (!act || typeof act !== "object") return false;
  if (act["a"] === "o") return typeof act["i"] === "string" && Number.isInteger(act["m"]);
  if (act["a"] === "c" || act["a"] === "d") return typeof act["i"] === "string";
  if (act["a"] === "k") return typeof act["h"] === "string";
  return act["a"] === "n" && Number.isInteger(act["m"]);
}
