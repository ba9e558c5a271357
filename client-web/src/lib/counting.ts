// Small numbers as people say them.

/** "no entries", "one entry", "2 entries". */
export function some(count: number, one: string, many: string): string {
  return count === 0 ? `no ${many}` : count === 1 ? `one ${one}` : `${count} ${many}`;
}
