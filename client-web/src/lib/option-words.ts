// What a field and its values are called, from the one data file of matching.
import { type Field, fieldNamed, PREFER_NOT } from "./fields";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

function labelOf(options: readonly { code: string; label: string }[], code: string): string {
  return options.find((option) => option.code === code)?.label ?? code;
}

export function optionWords(name: string, code: string): string {
  return labelOf(fieldNamed(name)?.options ?? [], code);
}

function valueWords(field: Field, value: string): string {
  const [topic = "", mark] = value.split(":");
  return field.kind === "marks" && mark !== undefined
    ? `${labelOf(field.options, topic)} (${labelOf(field.marks, mark).toLowerCase()})`
    : labelOf(field.options, value);
}

/** An answer in words, in the order in which it was given. */
export function answerWords(field: Field, values: readonly string[]): string {
  if (values.length === 0) {
    return deskWords.notAnswered;
  }
  if (values.includes(PREFER_NOT)) {
    return deskWords.preferNot;
  }
  return field.kind === "text"
    ? values.join(" ") : words.list(values.map((value) => valueWords(field, value)));
}
