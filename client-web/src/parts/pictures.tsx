// The pictures of the reactions, drawn here: many old phones lack some of the emoji.
import type { JSX } from "preact";
import { reactionNames } from "#protocol";
import type { Reaction } from "../lib/wire";

export const REACTIONS: readonly Reaction[] = reactionNames;

const PETALS = [0, 72, 144, 216, 288];

const DRAWN: Readonly<Record<Reaction, JSX.Element>> = {
  heart: (
    <path class="rose" d="M12 21C5 15.5 2.5 12 2.5 8.5A5 5 0 0 1 12 6a5 5 0 0 1 9.5 2.5C21.5 12 19 15.5 12 21z" />
  ),
  hug: (
    <>
      <circle class="sun" cx="12" cy="9.5" r="7" />
      <path class="stroke" d="M9.5 8v.5M14.5 8v.5M9 11.5c1.5 2 4.5 2 6 0" />
      <path class="arms" d="M3 14c2 8 16 8 18 0" />
    </>
  ),
  thanks: (
    <>
      <path class="stem" d="M12 13v9M12 19c-2 0-4-1-4.5-3" />
      {PETALS.map((turn) => (
        <circle key={turn} class="rose" cx="12" cy="4" r="3" transform={`rotate(${turn} 12 8)`} />
      ))}
      <circle class="sun" cx="12" cy="8" r="2.5" />
    </>
  ),
  strong: (
    <>
      <path class="bark" d="M10.5 13h3l1 9h-5z" />
      <path class="leaf" d="M12 1.5a6 6 0 0 1 5.5 5A5 5 0 0 1 16 16H8A5 5 0 0 1 6.5 6.5 6 6 0 0 1 12 1.5z" />
    </>
  ),
  smile: (
    <>
      <circle class="sun" cx="12" cy="12" r="9.5" />
      <path class="stroke" d="M8.5 9v1M15.5 9v1M7.5 14c2 3.5 7 3.5 9 0" />
    </>
  ),
  candle: (
    <>
      <path class="flame" d="M12 1.5c3 3.5 3.5 5 3.5 6.5a3.5 3.5 0 0 1-7 0c0-1.5.5-3 3.5-6.5z" />
      <path class="wax" d="M8.5 13h7v9h-7z" />
    </>
  ),
};

export function Picture({ of }: { of: Reaction }) {
  return (
    <svg class="picture" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {DRAWN[of]}
    </svg>
  );
}
