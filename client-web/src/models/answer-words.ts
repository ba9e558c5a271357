// An answer as one reads it in a list.
import { type Field, type Option, PREFER_NOT } from "../lib/fields";
import { words } from "../strings";
import { storyWords } from "../strings-story";
import { marksOf } from "./story";

function labelOf(options: readonly Option[], code: string): string {
  return options.find((option) => option.code === code)?.label ?? code;
}

/** "Now: money and benefits, housing. Please not: court." */
function marksWords(field: Field, values: readonly string[]): string {
  const topics = field.options;
  return field.marks.map((mark) => {
    const marked = topics.filter((topic) => marksOf(values, topic.code).includes(mark.code));
    return marked.length === 0 ? ""
      : `${mark.label}: ${words.list(marked.map((topic) => topic.label))}.`;
  }).filter(Boolean).join(" ");
}

export function answerWords(field: Field, values: readonly string[]): string {
  if (values.length === 0) {
    return storyWords.notAnswered;
  }
  if (values.includes(PREFER_NOT)) {
    return storyWords.preferNot;
  }
  if (field.kind === "marks") {
    return marksWords(field, values);
  }
  if (field.name === "time_grid") {
    return storyWords.times(values.length);
  }
  return words.list(values.map((value) => labelOf(field.options, value)));
}
