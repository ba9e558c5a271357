// Why two people cannot be put together, and what a criterion is called: the words stand in
// the one data file of matching that the server reads too.
import { matchingCriteria, matchingGates } from "#matching";
import { deskWords } from "../strings-desk";

const sentences = new Map(matchingGates.map((gate) => [gate.code as string, gate.sentence]));
const labels = new Map(matchingCriteria.map((one) => [one.code as string, one.label]));

export function gateWords(code: string): string {
  return sentences.get(code) ?? deskWords.whyOwn[code] ?? deskWords.whyUnknown;
}

export function criterionWords(code: string): string {
  return labels.get(code) ?? code;
}
