// Where words of risk opened a case: whoever looks says whether they were rightly found.
import type { CaseRow } from "../lib/wire-desk";
import { judged, judgeCase, judgeTask } from "../models/desk-rules";
import { tell } from "../models/state";
import { words } from "../strings";
import { careDeskWords } from "../strings-care-desk";
import { leadWords as text } from "../strings-lead";
import { FormError } from "./field";

async function answer(row: CaseRow, right: boolean): Promise<void> {
  if (await judgeCase(row.case, right)) {
    tell(right ? text.judged.yes : text.judged.no);
  }
}

/** What was said, and which rules it taught; one may say otherwise later. */
function Said({ row }: { row: CaseRow }) {
  const now = judged.value;
  if (now?.case !== row.case) {
    return null;
  }
  const rules = now.rules.map(
    (one) => text.judgedRule(careDeskWords.risks[one.risk] ?? one.risk, one.mode === "on"));
  return (
    <p>
      {now.right ? text.judged.yes : text.judged.no}{" "}
      {text.judgedRules(words.list(Array.from(new Set(rules))))}
    </p>
  );
}

export function CaseJudge({ row }: { row: CaseRow }) {
  if (row.kind !== "risk") {
    return null;
  }
  return (
    <section aria-label={text.judgeTitle}>
      <h2>{text.judgeTitle}</h2>
      <p class="hint">{text.judgeText}</p>
      <FormError text={judgeTask.error.value} />
      <div class="row">
        {([true, false] as const).map((right) => (
          <button
            type="button" key={String(right)} disabled={judgeTask.busy.value}
            aria-pressed={judged.value?.case === row.case && judged.value.right === right}
            onClick={() => void answer(row, right)}
          >
            {right ? text.judgeRight : text.judgeWrong}
          </button>
        ))}
      </div>
      <Said row={row} />
    </section>
  );
}
