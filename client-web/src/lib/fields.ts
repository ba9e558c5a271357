// The list of questions, as it was made from the same data file that the server reads.
import { type MatchingField, matchingFields, preferNot, sections } from "#matching";

export type { MatchingField as Field, MatchingOption as Option } from "#matching";

export type Audience = "carer" | "supporter";

export const FIELDS: readonly MatchingField[] = matchingFields;
export const PREFER_NOT: string = preferNot;

export function fieldNamed(name: string): MatchingField | null {
  return FIELDS.find((field) => field.name === name) ?? null;
}

export function sectionTitle(code: string): string {
  return sections.find((section) => section.code === code)?.title ?? "";
}
