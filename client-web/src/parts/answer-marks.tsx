// Topics, each with marks. One topic is open at a time, so that the list stays short on a phone.
import { useState } from "preact/hooks";
import type { Option } from "../lib/fields";
import { marksOf, toggleMark } from "../models/story";
import { storyWords } from "../strings-story";
import { words } from "../strings";
import type { AnswerProps } from "./answer-choices";

function markWords(marks: readonly Option[], chosen: readonly string[]): string {
  const labels = marks.filter((mark) => chosen.includes(mark.code)).map((mark) => mark.label);
  return labels.length === 0 ? storyWords.noMarks : words.list(labels);
}

interface TopicProps extends AnswerProps { topic: Option; isOpen: boolean; onToggle: () => void }

function Topic({ field, values, onAnswer, topic, isOpen, onToggle }: TopicProps) {
  const marks = field.marks;
  const chosen = marksOf(values, topic.code);
  return (
    <li class={chosen.length > 0 ? "topic marked" : "topic"}>
      <button type="button" class="topic-name" aria-expanded={isOpen} onClick={onToggle}>
        <span>{topic.label}</span>
        {chosen.length > 0 && <span class="topic-marks">{markWords(marks, chosen)}</span>}
      </button>
      {isOpen && (
        <fieldset class="topic-open">
          <legend class="hidden">{topic.label}</legend>
          {marks.map(({ code, label }) => (
            <label class="tick" key={code}>
              <input
                type="checkbox" checked={chosen.includes(code)}
                onChange={() => onAnswer(toggleMark(marks, values, topic.code, code))}
              />
              {label}
            </label>
          ))}
        </fieldset>
      )}
    </li>
  );
}

export function MarksAnswer(props: AnswerProps) {
  const [open, setOpen] = useState<string | null>(null);
  return (
    <ul class="topics">
      {props.field.options.map((topic) => (
        <Topic
          key={topic.code} {...props} topic={topic} isOpen={open === topic.code}
          onToggle={() => setOpen(open === topic.code ? null : topic.code)}
        />
      ))}
    </ul>
  );
}
