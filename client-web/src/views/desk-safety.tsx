// Concerns: what a safeguarding lead looks after, the most pressing at the top.
import { dateWords } from "../lib/dates";
import type { ConcernRow } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  concerns, concernsTable, loadConcerns, safetyTask, showConcerns, showsClosed,
} from "../models/desk-safety";
import { openRow } from "../models/table";
import { ChannelLine } from "../parts/alerts";
import { ConcernDetails } from "../parts/concern-details";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { careDeskWords as text } from "../strings-care-desk";

const { concernColumns: heads } = text;

function gradeWords(row: ConcernRow): string {
  if (row.grade !== undefined) {
    return text.grades[row.grade] ?? row.grade;
  }
  return row.asked === undefined
    ? text.notGraded : text.thinks(text.grades[row.asked] ?? row.asked);
}

function aboutWords(row: ConcernRow): string {
  const names = row.about.map(({ name }) => name === "" ? text.somebodyGone : name);
  return names.length === 0 ? text.nobodyNamed : names.join(", ");
}

function stateWords(row: ConcernRow): string {
  if (row.state === "closed" && !showsClosed.value) {
    return text.lookAgain;
  }
  const state = text.concernStates[row.state] ?? row.state;
  return row.owner ? text.ownedBy(state, row.owner.name) : state;
}

function nextWords(row: ConcernRow): string {
  const due = row.refer_by ?? row.next_at ?? row.look_by;
  return due === undefined ? "" : dateWords(due);
}

const COLUMNS: readonly Column<ConcernRow>[] = [
  { name: "grade", head: heads.grade, cell: gradeWords },
  { name: "about", head: heads.about, cell: aboutWords },
  { name: "state", head: heads.state, cell: stateWords },
  { name: "next", head: heads.next, cell: nextWords },
];

function marksOf(row: ConcernRow): string[] {
  return [
    ...(row.about.some(({ allegation }) => allegation) ? [text.allegationMark] : []),
    ...(row.about.some(({ staff }) => staff) ? [text.staffMark] : []),
  ];
}

const ask = (form: string) => (row: ConcernRow) => openRow(concernsTable, row.concern, form);
const LETTERS = { t: ask("triage"), r: ask("record"), f: ask("refer") };

function Views() {
  return (
    <fieldset class="views">
      <legend>{text.concernViewsTitle}</legend>
      {[false, true].map((closed) => (
        <label class="tick" key={String(closed)}>
          <input
            type="radio" name="concerns-view" checked={showsClosed.value === closed}
            onChange={() => showConcerns(closed)}
          /> {closed ? text.concernViews.closed : text.concernViews.open}
        </label>
      ))}
    </fieldset>
  );
}

function Rows() {
  const rows = concerns.value;
  if (rows === null) {
    return <p class="quiet">{safetyTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{showsClosed.value ? text.concernsClosedNone : text.concernsNone}</p>;
  }
  return (
    <DeskTable
      table={concernsTable} caption={text.concernsCount(rows.length)} rows={rows}
      columns={COLUMNS} head={heads.number} keyOf={(row) => row.concern}
      nameOf={(row) => row.number} marks={marksOf}
      details={(row) => <ConcernDetails row={row} />} letters={LETTERS}
    />
  );
}

export function DeskSafety() {
  useDesk(loadConcerns, safetyTask);
  return (
    <>
      <PageHeading>{text.pages.safety}</PageHeading>
      <p class="hint">{text.safetyText}</p>
      <ChannelLine />
      <FormError text={safetyTask.error.value} />
      <Views />
      <TableKeys letters={text.concernKeys} />
      <Rows />
    </>
  );
}
