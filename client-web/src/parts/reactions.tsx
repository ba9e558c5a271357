// Reactions: a small picture and a word, never a picture alone.
import type { Reaction } from "../lib/wire";
import { nameOf } from "../models/titles";
import { words } from "../strings";
import { Picture, REACTIONS } from "./pictures";


function byReaction(reactions: ReadonlyMap<string, Reaction>): [Reaction, string[]][] {
  return REACTIONS
    .map((reaction): [Reaction, string[]] => [
      reaction,
      Array.from(reactions).filter(([, given]) => given === reaction).map(([by]) => nameOf(by)),
    ])
    .filter(([, names]) => names.length > 0);
}

export function ReactionLine({ reactions }: { reactions: ReadonlyMap<string, Reaction> }) {
  if (reactions.size === 0) {
    return null;
  }
  return (
    <ul class="reactions">
      {byReaction(reactions).map(([reaction, names]) => (
        <li key={reaction}>
          <span aria-hidden="true"><Picture of={reaction} /> {words.list(names)}</span>
          <span class="hidden">
            {words.reactionFrom(words.reactions[reaction], names)}
          </span>
        </li>
      ))}
    </ul>
  );
}
