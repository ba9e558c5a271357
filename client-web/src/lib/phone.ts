// A number of a help line as an address that a phone can ring or text.

/** "116 123" rings; "text SHOUT to 85258" texts; anything else is only read. */
export function phoneAddress(number: string): string | null {
  const digits = number.replace(/[\s().-]/g, "");
  if (/^\+?\d{3,}$/.test(digits)) {
    return `tel:${digits}`;
  }
  const text = /\bto (\d{5,6})\b/i.exec(number);
  return text ? `sms:${text[1]}` : null;
}
