// Which questions come in which order, and what pressing an option does to an answer.
// Pure: fields and answers in, values out.
import { type Audience, type Field, type Option, PREFER_NOT } from "../lib/fields";

export interface Answered { readonly values: readonly string[]; readonly shown: boolean }
export type Answers = ReadonlyMap<string, Answered>;

const NONE = "none"; // "nothing of all this": stands alone

export function valuesOf(answers: Answers, field: string): readonly string[] {
  return answers.get(field)?.values ?? [];
}

function isAsked(field: Field, answers: Answers): boolean {
  const only = field.asked_if;
  return !only || valuesOf(answers, only.field).some((value) => only.values.includes(value));
}

/** The questions for somebody with these roles; those behind a consent of their own come last. */
export function questionsFor(
  fields: readonly Field[], roles: readonly Audience[], answers: Answers,
): Field[] {
  const own = fields.filter(
    (field) => field.audience.some((one) => roles.includes(one)) && isAsked(field, answers));
  return [...own.filter((field) => !field.special), ...own.filter((field) => field.special)];
}

/** Questions without which nobody can be looked for, and that have no answer yet. */
export function stillNeeded(
  fields: readonly Field[], roles: readonly Audience[], answers: Answers,
): Field[] {
  return questionsFor(fields, roles, answers).filter(
    (field) => field.required.some((one) => roles.includes(one)) &&
      valuesOf(answers, field.name).length === 0);
}

export type Step = string; // the name of a field, or one of the two below
export const SPECIAL: Step = "#special";
export const DONE: Step = "#done";

/** Every page of a story in order; the last questions only with their consent. */
export function stepsOf(questions: readonly Field[], hasSpecialConsent: boolean): Step[] {
  const plain = questions.filter((field) => !field.special).map((field) => field.name);
  const special = questions.filter((field) => field.special).map((field) => field.name);
  if (special.length === 0) {
    return [...plain, DONE];
  }
  return hasSpecialConsent ? [...plain, ...special, DONE] : [...plain, SPECIAL, DONE];
}

/** The page after (or, with -1, before) this one; null at the ends. */
export function stepFrom(steps: readonly Step[], now: Step, by: 1 | -1): Step | null {
  const at = steps.indexOf(now);
  return at < 0 ? null : steps[at + by] ?? null;
}

/** The first question without an answer, or the end. */
export function firstOpen(steps: readonly Step[], answers: Answers): Step {
  return steps.find((step) => step === SPECIAL || step === DONE ||
    valuesOf(answers, step).length === 0) ?? DONE;
}

function inOrder(values: readonly string[], options: readonly Option[]): string[] {
  const order = options.map((option) => option.code);
  return values.slice().sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

export function toggleMany(
  options: readonly Option[], values: readonly string[], code: string,
): string[] {
  if (values.includes(code)) {
    return values.filter((value) => value !== code);
  }
  const kept = code === NONE ? [] : values.filter((value) => value !== NONE && value !== PREFER_NOT);
  return inOrder([...kept, code], options);
}

export function marksOf(values: readonly string[], topic: string): string[] {
  return values.filter((value) => value.startsWith(`${topic}:`))
    .map((value) => value.slice(topic.length + 1));
}

/** The last mark of the list is the refusing one: it stands alone. */
export function toggleMark(
  marks: readonly Option[], values: readonly string[], topic: string, mark: string,
): string[] {
  const value = `${topic}:${mark}`;
  if (values.includes(value)) {
    return values.filter((one) => one !== value);
  }
  const refusing = marks[marks.length - 1]?.code;
  const clashes = (one: string) => one === PREFER_NOT || (one.startsWith(`${topic}:`) &&
    (mark === refusing || one === `${topic}:${refusing}`));
  return [...values.filter((one) => !clashes(one)), value];
}

/** Adds to the end, or takes out; a full list takes no more. */
export function toggleRanked(values: readonly string[], code: string, max: number): string[] {
  if (values.includes(code)) {
    return values.filter((value) => value !== code);
  }
  const kept = values.filter((value) => value !== PREFER_NOT);
  return kept.length >= max ? kept : [...kept, code];
}

export function moveUp(values: readonly string[], code: string): string[] {
  const at = values.indexOf(code);
  if (at < 1) {
    return values.slice();
  }
  const next = values.slice();
  next.splice(at - 1, 2, code, values[at - 1] ?? code);
  return next;
}
