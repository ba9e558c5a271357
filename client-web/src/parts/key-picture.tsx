// A key for an app's camera (ISO/IEC 18004): dark on light whatever the page's colours, with the
// quiet edge of four squares that cameras look for.
import { squarePath } from "../lib/square-path";

const EDGE = 4;

export function KeyPicture({ rows, label }: { rows: readonly string[]; label: string }) {
  const side = rows.length + 2 * EDGE;
  return (
    <svg
      class="key-picture" role="img" aria-label={label} shape-rendering="crispEdges"
      viewBox={`${-EDGE} ${-EDGE} ${side} ${side}`}
    >
      <path d={squarePath(rows)} />
    </svg>
  );
}
