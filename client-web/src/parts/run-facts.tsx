// A run in figures: how many it found somebody for, the worst served, and how one knows that
// it is the best that can be done.
import type { RunFacts } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";

const SCORE_MAX = 1000;

function Levels({ run }: { run: RunFacts }) {
  return (
    <details>
      <summary>{deskWords.figuresLevels}</summary>
      <table class="plain-table">
        <thead>
          <tr>
            <th scope="col">{deskWords.level}</th>
            <th scope="col">{deskWords.reached}</th>
            <th scope="col">{deskWords.bound}</th>
          </tr>
        </thead>
        <tbody>
          {run.levels.map(({ name, value, bound }) => (
            <tr key={name}>
              <th scope="row">{deskWords.levelName(name)}</th><td>{value}</td><td>{bound}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Worst({ run }: { run: RunFacts }) {
  const worst = run.worst_served;
  return worst === undefined ? null : (
    <section class="card worst" aria-label={deskWords.worstServed}>
      <h2>{deskWords.worstServed}</h2>
      <p>{deskWords.worstServedText(worst.carer.name, worst.supporter.name, worst.score)}</p>
    </section>
  );
}

export function RunFigures({ run }: { run: RunFacts }) {
  const { figures } = deskWords;
  const isExact = run.levels.length > 0 && run.levels.every(({ value, bound }) => value === bound);
  const lines: readonly (readonly [string, string])[] = [
    [figures.matched, deskWords.matchedOf(run.matched, run.carers)],
    [figures.worst, run.worst === undefined ? deskWords.none : deskWords.scoreOf(run.worst, SCORE_MAX)],
    [figures.total, run.total.toLocaleString("en-GB")],
    [figures.supporters, String(run.supporters)],
    [figures.floor, deskWords.scoreOf(run.floor, SCORE_MAX)],
  ];
  return (
    <>
      <Worst run={run} />
      <dl class="facts">
        {lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {isExact && <p class="hint">{deskWords.figuresExact}</p>}
      {run.levels.length > 0 && <Levels run={run} />}
    </>
  );
}
