// The beginning of a text, on one line, to know it by.

const FIRST_CHARS = 60; // about two lines of a small phone

/** Whole words where there are any, and a sign that more follows. */
export function firstWords(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  const chars = Array.from(line); // code points: no half of a picture
  if (chars.length <= FIRST_CHARS) {
    return line;
  }
  const cut = chars.slice(0, FIRST_CHARS + 1).join("");
  const end = cut.lastIndexOf(" ");
  return `${end > 0 ? cut.slice(0, end) : chars.slice(0, FIRST_CHARS).join("")} …`;
}
