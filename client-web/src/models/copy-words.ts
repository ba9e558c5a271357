// What the copy of one's own data says for the names and words of the protocol. What people
// wrote stays as it is, whatever it looks like.
import { dateWords, timeWords } from "../lib/dates";
import { timeOf } from "../lib/day-minutes";
import { type Field, fieldNamed, type Option, PREFER_NOT } from "../lib/fields";
import { copyNames } from "../strings-copy-names";
import { storyWords } from "../strings-story";
import { words } from "../strings";

const DAY = /^(trained|references|agreement|supervision_due)_at$/;
const MOMENT = /(^|_)(at|since|until|by)$/;
const MINUTE = /^(quiet|safe)_(from|until)$/;
const AGREED = /^line\.\d+\.(\d+)$/;
/** What people wrote or chose themselves. */
const WRITTEN = new Set([
  "name", "handle", "title", "device", "address", "code_word", "not_told", "question", "text",
  "excerpt", "rule_text", "closed_reason", "reason", "note", "nickname", "needs", "shared", "by", "phone", "number"]);

function spaced(word: string): string {
  return /^[a-z0-9]+([_:.][a-z0-9]+)+$/.test(word)
    ? word.replace(/[_.]/g, " ").replace(/:/g, ": ") : word;
}

/** Of two tables in one: what this part says comes before what all of them say. */
function inPart<T>(table: Readonly<Record<string, T>>, part: string, name: string): T | undefined {
  return table[`${part}.${name}`] ?? table[name];
}

export function nameWords(part: string, name: string): string {
  return inPart(copyNames.names, part, name) ?? spaced(name);
}

/** With its year, even this one: a copy is kept for long. */
function dayOf(at_utc_ms: number): string {
  return dateWords(at_utc_ms, 0);
}

export function momentOf(at_utc_ms: number): string {
  return words.dayAt(dayOf(at_utc_ms), timeWords(at_utc_ms));
}

function numberWords(name: string, value: number): string {
  return MINUTE.test(name) ? timeOf(value)
    : DAY.test(name) ? dayOf(value)
      : MOMENT.test(name) ? momentOf(value) : String(value);
}

function wordWords(name: string, value: string): string {
  const [, line] = (name === "rule" && AGREED.exec(value)) || [];
  return line !== undefined ? copyNames.agreedLine(line)
    : WRITTEN.has(name) ? value : spaced(value);
}

export function scalarWords(part: string, name: string, value: unknown): string {
  if (typeof value === "boolean") {
    return value ? copyNames.yes : copyNames.no;
  }
  const known = inPart(copyNames.values, part, name)?.[String(value)];
  return known ?? (typeof value === "number"
    ? numberWords(name, value) : wordWords(name, String(value)));
}

export interface OwnAnswer {
  name: string;
  values: readonly string[];
  shown: boolean;
}

export interface CopyAnswer {
  question: string;
  values: readonly string[];
  isRanked: boolean; // their order says something
  shown: boolean | undefined; // to a buddy, where one may see it
}

function labelOf(options: readonly Option[], code: string): string {
  return options.find((option) => option.code === code)?.label ?? spaced(code);
}

function answerWords(field: Field, value: string): string {
  if (value === PREFER_NOT) {
    return storyWords.preferNot;
  }
  if (field.kind === "text") {
    return value;
  }
  const [topic = "", mark] = value.split(":");
  return field.kind === "marks" && mark !== undefined
    ? `${labelOf(field.options, topic)}: ${labelOf(field.marks, mark)}`
    : labelOf(field.options, value);
}

/** The question as it was put to this person. */
function questionOf(field: Field, isCarer: boolean): string {
  return (!isCarer && field.question_supporter) || field.question;
}

/** An answer with its question; one to a question that is no longer asked, as it stands. */
export function copyAnswer(
  { name, values, shown }: OwnAnswer, isCarer: boolean,
): CopyAnswer {
  const field = fieldNamed(name);
  if (field === null) {
    return { question: spaced(name), values: values.map(spaced), isRanked: false, shown };
  }
  return {
    question: questionOf(field, isCarer),
    values: values.length === 0
      ? [storyWords.notAnswered] : values.map((value) => answerWords(field, value)),
    isRanked: field.kind === "ranked",
    shown: field.who_sees === "buddy" ? shown : undefined,
  };
}
