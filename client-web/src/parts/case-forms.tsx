// What one does about a case. A decision is seen as its reader will see it before it is sent.
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import type { CaseFacts, CaseRow, Params } from "../lib/wire-desk";
import { casesTable as table, changeCase, restrictedUntil } from "../models/desk-cases";
import { tell } from "../models/state";
import { careWords } from "../strings-care";
import { words } from "../strings";
import { careDeskWords as text } from "../strings-care-desk";
import { DecisionNotice, TeamSays } from "./decision-notice";
import { RowForm } from "./desk-form";
import { Field, Select, valueOf } from "./field";

interface CaseFormProps { row: CaseRow; facts: CaseFacts }

const NOTE_MAX = 1000; // protocol: care_note
const APPEAL_MS = 14 * 86_400_000; // as long as the server gives

function PassOnForm({ row }: CaseFormProps) {
  const send = async (form: HTMLFormElement) => {
    const to = valueOf(form, "to") as Params["case.pass_on"]["to"];
    if (await changeCase("case.pass_on", { case: row.case, to })) {
      tell(text.passedOn(row.number));
    }
  };
  return (
    <RowForm
      table={table} title={text.passOnTitle} submit={text.passOnYes}
      onSubmit={(form) => void send(form)}
    >
      <p class="hint">{text.passOnHint}</p>
      <Select
        name="to" label={text.passOnTo}
        options={Object.entries(text.readers).map(([value, label]) => ({ value, label }))}
      />
    </RowForm>
  );
}

function AskForm({ row }: CaseFormProps) {
  const send = async (form: HTMLFormElement) => {
    if (await changeCase("case.ask", { case: row.case, text: valueOf(form, "text") })) {
      tell(text.asked(row.number));
    }
  };
  return (
    <RowForm
      table={table} title={text.askTitle} submit={text.askYes} onSubmit={(form) => void send(form)}
    >
      <Field
        name="text" type="lines" label={text.question} hint={text.askHint} max={NOTE_MAX}
        capitals="sentences"
      />
    </RowForm>
  );
}

type Decided = Params["case.decide"];

/** What the form says; null with the reason in the table's error where something is missing. */
function decisionOf(form: HTMLFormElement, row: CaseRow): Decided | null {
  const decision = valueOf(form, "decision") as Decided["decision"] | "";
  const note = valueOf(form, "text").trim();
  const rule = valueOf(form, "rule");
  const until = decision === "restricted"
    ? restrictedUntil(valueOf(form, "days"), serverNow_utc_ms()) : undefined;
  if (decision === "" || until === null) {
    table.task.error.value = decision === "" ? text.decideChoose : text.restrictNeeded;
    return null;
  }
  return {
    case: row.case, decision, ...(note === "" ? {} : { text: note }),
    ...(rule === "" ? {} : { rule }), ...(until === undefined ? {} : { until }),
  };
}

const UNTOLD = ["none", "concern"]; // only those who reported hear of it

/** An author who has read one decision reads the next one, too, whatever it is. */
function isAuthorTold({ decision }: Decided, { history }: CaseFacts): boolean {
  const first = history.find(({ what }) => what === "decided")?.decision;
  return [decision, first].some((one) => one !== undefined && !UNTOLD.includes(one));
}

/** What reaches those who reported: words of one's own only where nothing was done. */
function ReportersRead({ decision, text: said }: Decided) {
  return (
    <div class="card">
      <p class="small-title">{text.previewReporters}</p>
      <p>{careWords.outcomes[decision === "concern" ? "passed_on" : decision]}</p>
      {decision === "none" && <TeamSays text={said} />}
    </div>
  );
}

/** It takes the focus: whoever presses Enter twice has not decided yet. */
function Preview({ facts, decided, isFirst }: {
  facts: CaseFacts; decided: Decided; isFirst: boolean;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const reported = facts.excerpt.find((line) => line.reported);
  return (
    <div class="preview" role="group" aria-label={text.previewTitle} tabIndex={-1} ref={box}>
      <p class="small-title">{text.previewTitle}</p>
      {!isAuthorTold(decided, facts) ? <p>{text.previewUntold}</p> : (
        <DecisionNotice
          decision={decided.decision} number={null} at={null} excerpt={reported?.text}
          rule_text={facts.rules.find(({ rule }) => rule === decided.rule)?.text}
          text={decided.text} until={decided.until} appeal={undefined} decide_by={undefined}
          appeal_until={isFirst ? serverNow_utc_ms() + APPEAL_MS : undefined}
        />
      )}
      {facts.reports.length > 0 && <ReportersRead {...decided} />}
    </div>
  );
}

function decisionsFor(row: CaseRow): { value: string; label: string }[] {
  const left = (value: string) =>
    row.lane === "group" || !["removed", "restricted"].includes(value);
  return [{ value: "", label: words.choose }].concat(
    Object.entries(text.decisions).filter(([value]) => left(value))
      .map(([value, label]) => ({ value, label })));
}

function DecisionBoxes({ row, facts }: CaseFormProps) {
  const [decision, setDecision] = useState("");
  const rules = [{ value: "", label: text.ruleNone }].concat(
    facts.rules.map((one) => ({ value: one.rule, label: one.text })));
  return (
    <>
      <Select
        name="decision" label={text.decision} options={decisionsFor(row)} onChange={setDecision}
      />
      {decision === "restricted" && (
        <Field name="days" type="number" label={text.restrictDays} value="7" />
      )}
      {facts.rules.length > 0 && <Select name="rule" label={text.rule} options={rules} />}
      <Field
        name="text" type="lines" label={text.decideText} hint={text.decideTextHint} max={NOTE_MAX}
        capitals="sentences"
      />
    </>
  );
}

/** First the preview; the same button then decides, unless something was changed after it. */
function DecideWith({ row, facts, method }: CaseFormProps & {
  method: "case.decide" | "case.redecide";
}) {
  const [seen, setSeen] = useState<Decided | null>(null);
  const send = async (form: HTMLFormElement) => {
    const decided = decisionOf(form, row);
    if (decided === null) {
      setSeen(null);
    } else if (JSON.stringify({ ...decided, until: 0 }) !== JSON.stringify({ ...seen, until: 0 })) {
      table.task.clear();
      setSeen(decided);
    } else if (await changeCase(method, decided)) {
      tell(text.decidedNow(row.number));
    }
  };
  return (
    <RowForm
      table={table} title={text.decideTitle} submit={seen ? text.decideYes : text.preview}
      onSubmit={(form) => void send(form)}
    >
      <div class="boxes" onInput={() => setSeen(null)}><DecisionBoxes row={row} facts={facts} /></div>
      {seen && <Preview facts={facts} decided={seen} isFirst={method === "case.decide"} />}
    </RowForm>
  );
}

function DecideForm(props: CaseFormProps) {
  return <DecideWith {...props} method="case.decide" />;
}

function RedecideForm(props: CaseFormProps) {
  return <DecideWith {...props} method="case.redecide" />;
}

export const CASE_FORMS: Readonly<Record<string, (props: CaseFormProps) => JSX.Element>> = {
  decide: DecideForm, redecide: RedecideForm, ask: AskForm, pass_on: PassOnForm,
};
