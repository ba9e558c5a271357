// Records of concerns whose time to keep is over, the longest over at the top.
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import type { OverRecord } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  loadRecords, openRecord, readRecord, records, recordsTable as table, recordsTask,
} from "../models/desk-records";
import { me } from "../models/state";
import { openRow } from "../models/table";
import { FullRecord } from "../parts/concern-details";
import { type RowAction, RowActions } from "../parts/desk-form";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { DestroyForm, KeepForm } from "../parts/record-forms";
import { words } from "../strings";
import { careDeskWords } from "../strings-care-desk";
import { leadWords as text } from "../strings-lead";

const { recordColumns: heads } = text;

function aboutWords({ row: { about } }: OverRecord): string {
  const names = about.map(({ name }) => name === "" ? text.somebodyGone : name);
  return names.length === 0 ? careDeskWords.nobodyNamed : words.list(names);
}

const COLUMNS: readonly Column<OverRecord>[] = [
  { name: "about", head: heads.about, cell: aboutWords },
  { name: "next", head: heads.since, cell: ({ keep_until: until }) => dateWords(until) },
  { name: "why", head: heads.why, cell: ({ keep_reason: why }) => why ?? "" },
];

function marksOf({ row: { about } }: OverRecord): string[] {
  return [
    ...(about.some(({ allegation }) => allegation) ? [careDeskWords.allegationMark] : []),
    ...(about.some(({ staff }) => staff) ? [careDeskWords.staffMark] : []),
  ];
}

const ask = (form: string) => (record: OverRecord) => openRow(table, record.row.concern, form);
const LETTERS = { k: ask("keep"), d: ask("destroy") };
const FORMS = { keep: KeepForm, destroy: DestroyForm } as const;

function Facts({ record }: { record: OverRecord }) {
  const { outcome, asked_by: asked, asked_at: at } = record;
  return (
    <>
      {outcome && <p>{text.recordOutcome(careDeskWords.outcomes[outcome] ?? outcome)}</p>}
      <p>{text.recordSince(dateWords(record.keep_until))}</p>
      {record.keep_reason && <blockquote dir="auto">{record.keep_reason}</blockquote>}
      {record.review_at !== undefined && <p>{text.recordReview(dateWords(record.review_at))}</p>}
      {asked && at !== undefined && <p>{text.recordAsked(nameOf(asked), dateWords(at))}</p>}
      {asked?.person === me.value?.person && asked && <p>{text.recordOwnAsked}</p>}
    </>
  );
}

function Details({ record }: { record: OverRecord }) {
  const { row } = record;
  useEffect(() => () => { readRecord.value = null; }, []);
  const asked = table.asked.value;
  const shown = (["keep", "destroy"] as const).find((one) => one === asked && row.can.includes(one));
  const Form = shown === undefined ? undefined : FORMS[shown];
  const read = readRecord.value?.concern === row.concern ? readRecord.value.full : undefined;
  const actions: RowAction[] = [
    ...(read ? [] : [{ label: text.recordRead, act: () => void openRecord(row.concern) }]),
    ...(row.can.includes("keep") ? [{ label: text.keepLonger, form: "keep" }] : []),
    ...(row.can.includes("destroy") ? [{ label: text.destroy, form: "destroy" }] : []),
  ];
  return (
    <div class="row-details">
      <Facts record={record} />
      {read && <FullRecord row={row} full={read} />}
      {Form === undefined && <FormError text={table.task.error.value} />}
      <RowActions table={table} actions={actions} />
      {Form && <Form key={asked} record={record} />}
    </div>
  );
}

function Rows() {
  const rows = records.value;
  if (rows === null) {
    return <p class="quiet">{recordsTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{text.recordsNone}</p>;
  }
  return (
    <DeskTable
      table={table} caption={text.recordsCount(rows.length)} rows={rows} columns={COLUMNS}
      head={heads.number} keyOf={({ row }) => row.concern} nameOf={({ row }) => row.number}
      marks={marksOf} details={(record) => <Details key={record.row.concern} record={record} />}
      letters={LETTERS}
    />
  );
}

export function DeskRecords() {
  useDesk(loadRecords, recordsTask);
  return (
    <>
      <PageHeading>{text.pages.records}</PageHeading>
      <p class="hint">{text.recordsText}</p>
      <FormError text={recordsTask.error.value} />
      <TableKeys letters={text.recordKeys} />
      <Rows />
    </>
  );
}
