// Reports: cases of moderation, the oldest promise first.
import { countdown } from "../lib/countdown";
import { timeWords } from "../lib/dates";
import { useMinute } from "../lib/minute";
import type { CaseRow } from "../lib/wire-desk";
import {
  cases, casesTable, casesTask, casesView, type CaseView, loadCases, showCases,
} from "../models/desk-cases";
import { useDesk } from "../models/desk-live";
import { openRow } from "../models/table";
import { CaseDetails } from "../parts/case-details";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { careDeskWords as text } from "../strings-care-desk";

const { columns: heads } = text;

function whatWords(row: CaseRow): string {
  const kind = text.kinds[row.kind] ?? row.kind;
  const where = row.title ? text.inGroup(kind, row.title) : kind;
  const about = [
    ...row.risks.map((risk) => text.risks[risk] ?? risk),
    ...row.about.map((one) => text.abouts[one] ?? one),
  ];
  return about.length === 0 ? where : `${where}: ${about.join(", ")}`;
}

function stateWords(row: CaseRow): string {
  if (row.mine && row.claimed_until !== undefined) {
    return text.claimedByMe(timeWords(row.claimed_until));
  }
  return row.claimed_by ? text.claimedBy(row.claimed_by.name) : text.states[row.state] ?? "";
}

function columnsAt(now_utc_ms: number): readonly Column<CaseRow>[] {
  return [
    { name: "due", head: heads.due, cell: (row) => countdown(row.due_at, now_utc_ms) },
    { name: "what", head: heads.what, cell: whatWords },
    { name: "state", head: heads.state, cell: stateWords },
  ];
}

function marksOf(row: CaseRow): string[] {
  return [
    ...(text.ranks[row.rank] ? [text.ranks[row.rank] as string] : []),
    ...(row.reports > 1 ? [text.reportedBy(row.reports)] : []),
  ];
}

const ask = (form: string | null) => (row: CaseRow) => openRow(casesTable, row.case, form);
const decide = (row: CaseRow) => ask(row.state === "appealed" ? "redecide" : "decide")(row);
const LETTERS = { c: ask("claim"), d: decide, p: ask("pass_on") };

const VIEWS: readonly CaseView[] = ["open", "appealed", "decided", "closed"];

function Views() {
  return (
    <fieldset class="views">
      <legend>{text.viewsTitle}</legend>
      {VIEWS.map((view) => (
        <label class="tick" key={view}>
          <input
            type="radio" name="cases-view" checked={casesView.value === view}
            onChange={() => showCases(view)}
          /> {text.views[view]}
        </label>
      ))}
    </fieldset>
  );
}

function Rows() {
  const now = useMinute();
  const rows = cases.value;
  if (rows === null) {
    return <p class="quiet">{casesTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{text.casesNone}</p>;
  }
  return (
    <DeskTable
      table={casesTable} caption={text.casesCount(rows.length)} rows={rows}
      columns={columnsAt(now)} head={heads.number} keyOf={(row) => row.case}
      nameOf={(row) => row.number} marks={marksOf}
      details={(row) => <CaseDetails row={row} />} letters={LETTERS}
    />
  );
}

export function DeskCases() {
  useDesk(loadCases, casesTask);
  return (
    <>
      <PageHeading>{text.pages.cases}</PageHeading>
      <p class="hint">{text.casesText}</p>
      <FormError text={casesTask.error.value} />
      <Views />
      <TableKeys letters={text.caseKeys} />
      <Rows />
    </>
  );
}
