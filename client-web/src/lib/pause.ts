// What in a text could show who a child is, or comes from court papers. Looked for on this
// device, before the words leave it; the patterns come with the rules of risk.
import { pausePatterns } from "#risk";

export interface PauseSign {
  rule: string;
  category: string;
  saw: string; // the words themselves, to find them again
}

/** Without what only marks the edge of the words. */
function trimmed(found: string): string {
  return found.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/** Each kind of sign once, in the order of the rules. */
export function pauseSigns(text: string): PauseSign[] {
  return pausePatterns.flatMap(({ rule, category, pattern }) => {
    const found = pattern.exec(text);
    return found ? [{ rule, category, saw: trimmed(found[0]) }] : [];
  });
}
