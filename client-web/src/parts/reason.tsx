// A few words that one need not say.
import { matchingWords } from "../strings-matching";

const REASON_MAX = 400;

export function Reason({ id, label }: { id: string; label: string }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>{matchingWords.onlyCoordinatorReads}</p>
      <textarea id={id} name="reason" rows={3} maxLength={REASON_MAX} aria-describedby={`${id}-hint`} />
    </div>
  );
}
