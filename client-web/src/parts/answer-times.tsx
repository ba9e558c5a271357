// The week as a table of days and parts of the day. One stop for Tab; arrow keys move inside.
import { useState } from "preact/hooks";
import type { Option } from "../lib/fields";
import { toggleMany } from "../models/story";
import { storyWords } from "../strings-story";
import type { AnswerProps } from "./answer-choices";

function parts(options: readonly Option[], at: 0 | 1): string[] {
  return Array.from(new Set(options.map(({ code }) => code.split("_")[at] ?? "")));
}

/** Where the arrow key leads, as a place in the list of options; null for any other key. */
function moved(key: string, at: number, columns: number, count: number): number | null {
  const by: Record<string, number> = {
    ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  const step = by[key];
  return step === undefined ? null : Math.max(0, Math.min(count - 1, at + step));
}

interface CellProps extends AnswerProps { option: Option; isStop: boolean; onFocus: () => void }

function TimeCell({ field, values, onAnswer, option, isStop, onFocus }: CellProps) {
  const toggle = () => onAnswer(toggleMany(field.options, values, option.code));
  return (
    <td>
      <label class="time">
        <input
          type="checkbox" aria-label={option.label} checked={values.includes(option.code)}
          tabIndex={isStop ? 0 : -1} data-time={option.code} onFocus={onFocus} onChange={toggle}
        />
        <span class="time-label" aria-hidden="true">{option.label}</span>
      </label>
    </td>
  );
}

export function TimesAnswer(props: AnswerProps) {
  const options = props.field.options;
  const [stop, setStop] = useState(options[0]?.code ?? "");
  const dayParts = parts(options, 1);
  const move = (event: KeyboardEvent) => {
    const at = options.findIndex((option) => option.code === stop);
    const next = moved(event.key, at, dayParts.length, options.length);
    if (next !== null) {
      event.preventDefault();
      const table = event.currentTarget as HTMLElement;
      table.querySelector<HTMLElement>(`[data-time="${options[next]?.code ?? ""}"]`)?.focus();
    }
  };
  return (
    <>
      <p class="hint wide-hint">{storyWords.timesHint}</p>
      <table class="times" onKeyDown={move}>
        <thead>
          <tr>
            <td />
            {dayParts.map((part) => (
              <th scope="col" key={part}>{storyWords.dayParts[part] ?? part}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts(options, 0).map((day) => (
            <tr key={day}>
              <th scope="row">{storyWords.days[day] ?? day}</th>
              {options.filter(({ code }) => code.startsWith(`${day}_`)).map((option) => (
                <TimeCell
                  key={option.code} {...props} option={option} isStop={stop === option.code}
                  onFocus={() => setStop(option.code)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
