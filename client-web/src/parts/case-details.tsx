// An open case: what was said, covered until asked for, what was agreed, what has happened,
// and what one can do.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { momentWords, timeWords, whenWords } from "../lib/dates";
import { restoreFocus } from "../lib/focus";
import type { CaseFacts, CaseRow } from "../lib/wire-desk";
import {
  caseFacts, casesTable as table, changeCase, readCase, uncovered,
} from "../models/desk-cases";
import { tell } from "../models/state";
import { words } from "../strings";
import { careDeskWords as text } from "../strings-care-desk";
import { CASE_FORMS } from "./case-forms";
import { CaseJudge } from "./case-judge";
import { type RowAction, RowActions } from "./desk-form";
import { FormError } from "./field";
import { askToOpen } from "./opening-begin";

type Line = CaseFacts["excerpt"][number];

function ExcerptLine({ line }: { line: Line }) {
  const marks = [
    ...(line.reported ? [text.reportedLine] : []), ...(line.edited ? [text.editedLine] : []),
    ...(line.hidden ? [text.hiddenLine] : []),
  ];
  return (
    <li class={line.reported ? "reported" : undefined} tabIndex={line.reported ? -1 : undefined}>
      <p class="small-title">
        {text.excerptLine(line.by.name, momentWords(line.at))}
        {marks.map((mark) => <span class="mark" key={mark}>{mark}</span>)}
      </p>
      <blockquote dir="auto">{line.text === "" ? text.gone : line.text}</blockquote>
    </li>
  );
}

/** Two clicks, the second after a word of warning. */
function Covered() {
  const [isAsking, setAsking] = useState(false);
  return isAsking ? (
    <div class="covered">
      <p>{text.uncoverSure}</p>
      <button type="button" onClick={() => { uncovered.value = true; }}>{text.uncoverYes}</button>
    </div>
  ) : (
    <div class="covered">
      <p>{text.excerptCovered}</p>
      <button type="button" onClick={() => setAsking(true)}>{text.uncover}</button>
    </div>
  );
}

/** One begins to read at what was reported: a screen of other talk may stand before it. */
function Shown({ facts, onCover }: { facts: CaseFacts; onCover: () => void }) {
  const lines = useRef<HTMLOListElement>(null);
  useLayoutEffect(() => {
    const line = lines.current?.querySelector<HTMLElement>(".reported");
    line?.focus({ preventScroll: true });
    line?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <>
      <ol class="excerpt" ref={lines}>
        {facts.excerpt.map((line) => <ExcerptLine key={line.line} line={line} />)}
      </ol>
      <button type="button" onClick={onCover}>{text.cover}</button>
    </>
  );
}

function Excerpt({ facts }: { facts: CaseFacts }) {
  const box = useRef<HTMLElement>(null);
  const cover = () => {
    uncovered.value = false;
    restoreFocus(box.current);
  };
  return (
    <section aria-label={text.excerptTitle} tabIndex={-1} ref={box}>
      <h2>{text.excerptTitle}</h2>
      {uncovered.value
        ? <Shown facts={facts} onCover={cover} /> : <Covered key={facts.case.case} />}
    </section>
  );
}

/** What was agreed, word for word: a decision may name one of these lines. */
function Rules({ facts }: { facts: CaseFacts }) {
  return facts.rules.length === 0 ? null : (
    <>
      <h2>{text.rulesTitle}</h2>
      <ol class="agreement">
        {facts.rules.map((one) => <li key={one.rule} dir="auto">{one.text}</li>)}
      </ol>
    </>
  );
}

function Said({ facts }: { facts: CaseFacts }) {
  return facts.reports.length === 0 ? null : (
    <>
      <h2>{text.reportsTitle}</h2>
      <ul>
        {facts.reports.map((report, at) => (
          <li key={at}>
            {text.reportLine(text.abouts[report.about] ?? report.about, whenWords(report.at))}
            {report.note && <q class="review-note" dir="auto">{report.note}</q>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Similar({ facts }: { facts: CaseFacts }) {
  return (
    <>
      <h2>{text.similarTitle}</h2>
      {facts.similar.length === 0 ? <p class="quiet">{text.similarNone}</p> : (
        <ul>
          {facts.similar.map((one) => (
            <li key={one.at}>{text.decisions[one.decision]}, {whenWords(one.at)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Whoever decides an appeal reads at once what was decided, and why it is asked again. */
function History({ facts }: { facts: CaseFacts }) {
  return (
    <details open={facts.case.state === "appealed"}>
      <summary>{text.historyTitle}</summary>
      <ol class="history">
        {facts.history.map((step, at) => (
          <li key={at}>
            {whenWords(step.at)}: {step.by
              ? text.stepBy(text.steps[step.what] ?? step.what, step.by) : text.steps[step.what]}
            {step.decision && ` (${text.decisions[step.decision]})`}
            {step.text && <q class="review-note" dir="auto">{step.text}</q>}
          </li>
        ))}
      </ol>
    </details>
  );
}

async function claim(row: CaseRow): Promise<void> {
  if (await changeCase("case.claim", { case: row.case })) {
    const until = caseFacts.value?.case.claimed_until;
    tell(until === undefined ? text.claim : text.claimed(row.number, timeWords(until)));
  }
}

async function release(row: CaseRow): Promise<void> {
  if (await changeCase("case.release", { case: row.case })) {
    tell(text.released(row.number));
  }
}

function actionsOf(row: CaseRow, facts: CaseFacts): RowAction[] {
  const may = (what: string) => facts.can.includes(what);
  return [
    ...(may("claim") && !row.mine
      ? [{ label: text.claim, act: () => void claim(row), strong: true }] : []),
    ...(may("decide") ? [{ label: text.decide, form: "decide", strong: true }] : []),
    ...(may("redecide") ? [{ label: text.redecide, form: "redecide", strong: true }] : []),
    ...(may("ask") ? [{ label: text.ask, form: "ask" }] : []),
    ...(may("pass_on") ? [{ label: text.passOn, form: "pass_on" }] : []),
    ...askToOpen(facts.conversation, facts.seq, row.number),
    ...(may("release") ? [{ label: text.release, act: () => void release(row) }] : []),
  ];
}

/** What a letter asked for and this case does not let one do; else nothing. */
function whyNot(asked: string | null, { can }: CaseFacts): string | null {
  if (asked === null || asked === "claim") {
    return null;
  }
  return can.includes("claim") ? text.takeFirst : text.notYours;
}

function Facts({ row, facts }: { row: CaseRow; facts: CaseFacts }) {
  const asked = table.asked.value;
  const wanted = actionsOf(row, facts).some(({ form }) => form === asked) ? asked : null;
  const Form = CASE_FORMS[wanted ?? ""];
  const isOthers = facts.can.length === 0 && ["claimed", "appealed"].includes(row.state);
  return (
    <>
      {facts.author && (
        <p>{text.authorTitle}: {text.earlier(facts.author.name, facts.author.earlier_decisions)}</p>
      )}
      <Said facts={facts} />
      <Excerpt facts={facts} />
      <CaseJudge row={row} />
      <Rules facts={facts} />
      <Similar facts={facts} />
      <History facts={facts} />
      {Form === undefined && <FormError text={table.task.error.value ?? whyNot(asked, facts)} />}
      {isOthers && <p>{text.notYours}</p>}
      <RowActions table={table} actions={actionsOf(row, facts)} />
      {Form && <Form key={wanted} row={row} facts={facts} />}
    </>
  );
}

export function CaseDetails({ row }: { row: CaseRow }) {
  const facts = caseFacts.value?.case.case === row.case ? caseFacts.value : null;
  const isAsked = table.asked.value === "claim";
  useEffect(() => { void readCase(row.case); }, [row.case]);
  useEffect(() => {
    if (isAsked && facts !== null) {
      table.asked.value = null;
      void (facts.can.includes("claim") && !row.mine && claim(row));
    }
  }, [isAsked, facts]);
  return (
    <div class="row-details">
      <p class="hint">{text.looking}</p>
      {facts ? <Facts row={row} facts={facts} />
        : <p class="quiet">{table.task.error.value ?? words.wait}</p>}
    </div>
  );
}
