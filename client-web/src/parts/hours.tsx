// Something that is on or off, and the hours of a day, as people write them.
import { minuteOf, timeOf } from "../lib/day-minutes";
import type { Task } from "../models/task";
import { noticeWords } from "../strings-notices";
import { focusField, valueOf } from "./field";

export interface Hours { from: number; until: number }

interface TurnProps { label: string; on: boolean; onTurn: (on: boolean) => void }

export function Turn({ label, on, onTurn }: TurnProps) {
  return (
    <label class="tick">
      <input
        type="checkbox" checked={on} onChange={(event) => onTurn(event.currentTarget.checked)}
      /> {label}
    </label>
  );
}

function TimeField({ name, label, value }: { name: string; label: string; value: number }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="time" required defaultValue={timeOf(value)} />
    </div>
  );
}

interface HoursProps { name: string; from: string; until: string; at: Hours }

export function HoursFields({ name, from, until, at }: HoursProps) {
  return (
    <div class="side-by-side">
      <TimeField name={`${name}-from`} label={from} value={at.from} />
      <TimeField name={`${name}-until`} label={until} value={at.until} />
    </div>
  );
}

/** The hours as written; null: they are no hours, and the form says so. */
export function hoursIn(form: HTMLFormElement, name: string, task: Task): Hours | null {
  const from = minuteOf(valueOf(form, `${name}-from`));
  const until = minuteOf(valueOf(form, `${name}-until`));
  if (from === null || until === null || from === until) {
    task.error.value = noticeWords.quietSame;
    focusField(form, `${name}-from`);
    return null;
  }
  return { from, until };
}
