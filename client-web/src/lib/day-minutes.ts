// Times of the day as minutes after midnight.
export const HOUR_MIN = 60;

/** "21:00" as minutes after midnight; null where it is no time. */
export function minuteOf(time: string): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(time) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * HOUR_MIN + Number(minute);
}

export function timeOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / HOUR_MIN))}:${two(minutes % HOUR_MIN)}`;
}
