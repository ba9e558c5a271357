// One option of several, or any number of them.
import { type Field, PREFER_NOT } from "../lib/fields";
import { toggleMany } from "../models/story";
import { storyWords } from "../strings-story";

/** What every kind of question gets: the answer so far, and whom to tell of a new one. */
export interface AnswerProps {
  field: Field;
  values: readonly string[];
  topics: readonly string[]; // what she has marked among the topics, for questions about them
  onAnswer: (values: readonly string[], wait_ms?: number) => void;
}

export function PreferNot({ field, values, onAnswer }: AnswerProps) {
  const isChosen = values.includes(PREFER_NOT);
  const isOne = field.kind === "one";
  return (
    <label class="tick prefer-not">
      <input
        type={isOne ? "radio" : "checkbox"} name={field.name} checked={isChosen}
        onChange={() => onAnswer(isChosen && !isOne ? [] : [PREFER_NOT])}
      />
      {storyWords.preferNot}
    </label>
  );
}

export function OneAnswer({ field, values, onAnswer }: AnswerProps) {
  return (
    <div class="options-list">
      {field.options.map(({ code, label }) => (
        <label class="tick" key={code}>
          <input
            type="radio" name={field.name} checked={values.includes(code)}
            onChange={() => onAnswer([code])}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

export function ManyAnswer({ field, values, onAnswer }: AnswerProps) {
  const options = field.options;
  return (
    <div class="options-list">
      {options.map(({ code, label }) => (
        <label class="tick" key={code}>
          <input
            type="checkbox" checked={values.includes(code)}
            onChange={() => onAnswer(toggleMany(options, values, code))}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
