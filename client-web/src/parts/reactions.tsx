// Reactions: a small picture and a word, never a picture alone.
import type { Reaction } from "../lib/wire";
import { nameIn } from "../models/titles";
import { words } from "../strings";
import { Picture, REACTIONS } from "./pictures";


export interface ReactionLineProps {
  conversation: string;
  reactions: ReadonlyMap<string, Reaction>;
}

function byReaction({ conversation, reactions }: ReactionLineProps): [Reaction, string[]][] {
  return REACTIONS
    .map((reaction): [Reaction, string[]] => [
      reaction,
      Array.from(reactions).filter(([, given]) => given === reaction)
        .map(([by]) => nameIn(conversation, by)),
    ])
    .filter(([, names]) => names.length > 0);
}

export function ReactionLine(props: ReactionLineProps) {
  if (props.reactions.size === 0) {
    return null;
  }
  return (
    <ul class="reactions">
      {byReaction(props).map(([reaction, names]) => (
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
