// Options in the order that matters, by pressing them in that order: nothing to drag.
import type { Option } from "../lib/fields";
import { moveUp, toggleRanked } from "../models/story";
import { storyWords } from "../strings-story";
import type { AnswerProps } from "./answer-choices";

interface RankedProps extends AnswerProps { options: readonly Option[]; max: number }

function RankedOption({ option, values, max, onAnswer }: RankedProps & { option: Option }) {
  const at = values.indexOf(option.code);
  const rank = storyWords.ranks[at] ?? "";
  return (
    <li class="ranked">
      <button
        type="button" class="ranked-name" aria-pressed={at >= 0}
        disabled={at < 0 && values.length >= max}
        onClick={() => onAnswer(toggleRanked(values, option.code, max))}
      >
        {at >= 0 && <span class="rank">{rank}: </span>}
        <span>{option.label}</span>
      </button>
      {at > 0 && (
        <button
          type="button" aria-label={storyWords.moveUp(option.label)}
          onClick={() => onAnswer(moveUp(values, option.code))}
        >
          {storyWords.up}
        </button>
      )}
    </li>
  );
}

function RankedList({ title, ...props }: RankedProps & { title: string | null }) {
  return (
    <>
      {title !== null && <h2 class="small-title">{title}</h2>}
      <ul class="ranks">
        {props.options.map((option) => (
          <RankedOption key={option.code} {...props} option={option} />
        ))}
      </ul>
    </>
  );
}

/** The topics she marked elsewhere come first: most likely it is one of those. */
export function RankedAnswer(props: AnswerProps) {
  const all = props.field.options;
  const max = Math.min(props.field.max_values, all.length);
  const marked = new Set(props.topics.map((value) => value.split(":")[0]));
  const first = all.filter((option) => marked.has(option.code));
  const rest = all.filter((option) => !marked.has(option.code));
  const isSplit = first.length > 0 && rest.length > 0;
  return (
    <>
      <p class="hint">
        {props.values.length >= max && max < all.length
          ? storyWords.rankFull(max) : storyWords.rankHint}
      </p>
      {first.length > 0 && (
        <RankedList
          {...props} max={max} options={first} title={isSplit ? storyWords.markedTopics : null}
        />
      )}
      <RankedList
        {...props} max={max} options={rest} title={isSplit ? storyWords.otherTopics : null}
      />
    </>
  );
}
