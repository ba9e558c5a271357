// What a box for date and time holds.
function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** A moment as a box for date and time wants it, in the time of this device. */
export function boxTime(at: Date): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that a box for date and time names; null where it names none. */
export function timeOfBox(value: string): number | null {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
