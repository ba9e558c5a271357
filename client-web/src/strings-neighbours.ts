// The words of areas that lie side by side, as strings-desk.ts holds those of the rest of the desk.
export const neighbourWords = {
  title: "Areas side by side",
  text: "People of areas that lie side by side may be matched with each other, if they have agreed to that.",
  pair: (one: string, other: string) => `${one} and ${other}`,
  none: "No areas lie side by side yet.",
  now: "Side by side now",
  one: "One area",
  other: "The other area",
  are: "They are",
  yes: "side by side",
  no: "not side by side",
  same: "Please choose two different areas.",
  on: (one: string, other: string) => `${one} and ${other} are side by side.`,
  off: (one: string, other: string) => `${one} and ${other} are not side by side.`,
};
