// Every kind has a sign and a colour: the sign tells it where colours cannot.

const SIGNS: Record<string, string> = {
  case: "§", account: "₸", phone: "☎", person: "☻", card: "▤", device: "⚙", wallet: "₿", link: "↗", handle: "@", more: "+",
};

export const sign = (kind: string): string => SIGNS[kind] ?? "•";

const LIGHT: Record<string, string> = {
  case: "#17202b", account: "#075985", phone: "#166034", person: "#9b1c1c", card: "#0f766e", device: "#6b4f00", wallet: "#6d28d9",
  link: "#a21c63", handle: "#4338ca", more: "#4b5866", other: "#4b5866",
};
const DARK: Record<string, string> = {
  case: "#e7ecf2", account: "#7cc8ee", phone: "#86d7a2", person: "#ffaba3", card: "#7de0d4", device: "#f0c36d", wallet: "#c4b0ff",
  link: "#f7a8d0", handle: "#b0b4ff", more: "#aab6c4", other: "#aab6c4",
};

export const colour = (kind: string, dark: boolean): string => {
  const set = dark ? DARK : LIGHT;
  return set[kind] ?? set["other"]!;
};
