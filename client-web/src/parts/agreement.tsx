// What a group has agreed on, in five lines at most.
import { careWords } from "../strings-care";

export function Agreement({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) {
    return <p class="quiet">{careWords.agreementNone}</p>;
  }
  return <ol class="agreement">{lines.map((line) => <li key={line} dir="auto">{line}</li>)}</ol>;
}
