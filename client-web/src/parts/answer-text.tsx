// An answer in one's own words. Saved while one types, after a moment of quiet.
import { PREFER_NOT } from "../lib/fields";
import { storyWords } from "../strings-story";
import type { AnswerProps } from "./answer-choices";

const QUIET_MS = 900; // then a typing hand has most likely stopped
const CHARS_MAX = 400;
const WARN_CHARS = 40; // below so many left, say how many

function clean(text: string): string[] {
  const line = text.replace(/\s+/g, " ").trim();
  return line === "" ? [] : [line];
}

export function TextAnswer({ field, values, onAnswer }: AnswerProps) {
  const text = values.includes(PREFER_NOT) ? "" : values[0] ?? "";
  const max = field.max_chars ?? CHARS_MAX;
  return (
    <div class="field">
      <label for="answer">{storyWords.yourWords}</label>
      <input
        id="answer" type="text" defaultValue={text} maxLength={max} autocomplete="off"
        onInput={(event) => onAnswer(clean(event.currentTarget.value), QUIET_MS)}
        onBlur={(event) => {
          const now = clean(event.currentTarget.value);
          if ((now[0] ?? "") !== text) {
            onAnswer(now);
          }
        }}
      />
      {max - text.length < WARN_CHARS && (
        <p class="hint">{storyWords.lettersLeft(max - text.length)}</p>
      )}
    </div>
  );
}
