/** The dark squares of a picture of rows (# dark, . light), a unit each, as the path of an SVG. */
export function squarePath(rows: readonly string[]): string {
  const runs = (row: string, y: number) =>
    [...row.matchAll(/#+/g)].map((run) => `M${run.index} ${y}h${run[0].length}v1H${run.index}z`);
  return rows.flatMap(runs).join("");
}
