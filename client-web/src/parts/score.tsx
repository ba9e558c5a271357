// A score as words, numbers and a bar; the bar alone tells nobody anything.
import { criterionWords } from "../lib/gate-words";
import type { ScorePart } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";

const SCORE_MAX = 1000;

function Bar({ points, of }: { points: number; of: number }) {
  const width = `${of === 0 ? 0 : Math.round((points * 100) / of)}%`;
  return <span class="bar-of" aria-hidden="true"><span style={{ width }} /></span>;
}

export function Score({ score }: { score: number }) {
  return (
    <span class="score">
      <span>{deskWords.scoreOf(score, SCORE_MAX)}</span>
      <Bar points={score} of={SCORE_MAX} />
    </span>
  );
}

export function ScoreParts({ parts }: { parts: readonly ScorePart[] }) {
  return (
    <>
      <h3>{deskWords.parts}</h3>
      <ul class="score-parts">
        {parts.map(({ criterion, points, of, known }) => (
          <li key={criterion}>
            <span class="score-part-name">{criterionWords(criterion)}</span>
            <span>{deskWords.scoreOf(points, of)}</span>
            <Bar points={points} of={of} />
            {!known && <span class="hint">{deskWords.partUnknown}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

export function Reasons({ reasons }: { reasons: readonly string[] }) {
  return (
    <>
      <h3>{deskWords.reasons}</h3>
      {reasons.length === 0 && <p class="quiet">{deskWords.reasonsNone}</p>}
      <ul class="dotted">{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
    </>
  );
}
