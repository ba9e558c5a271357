// Whether a text can be sent: the limits of the protocol, counted as the server counts.
import { limits } from "#protocol";

export const NEARLY_CHARS = 300; // from here on the person is told how many letters are left

const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g; // control characters but tab, newline

/** The text as it will be sent: no control characters, no blank ends. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNWANTED, "").trim();
}

/** Letters left (negative: too long), whichever of the two limits comes first. */
export function charsLeft(text: string): number {
  const clean = cleanText(text);
  const chars = limits.text_chars - Array.from(clean).length;
  const bytes = limits.text_bytes - new TextEncoder().encode(clean).length;
  return Math.min(chars, bytes);
}
