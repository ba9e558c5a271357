// Supporters: ready or not and why, places, and how their week is.
import { serverNow_utc_ms } from "../lib/clock";
import { dateWords } from "../lib/dates";
import type { SupporterRow } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import { loadSupporters, supporters, supportersTable, supportersTask } from "../models/desk-supporters";
import { isCoordinator } from "../models/members";
import { openRow } from "../models/table";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { SupporterDetails } from "../parts/supporter-details";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

const { columns: heads } = deskWords;

function readyWords(row: SupporterRow): string {
  return row.ready ? deskWords.ready
    : deskWords.notReady(row.missing.map((code) => deskWords.readinessMissing[code] ?? code));
}

const COLUMNS: readonly Column<SupporterRow>[] = [
  { name: "ready", head: heads.ready, cell: readyWords },
  {
    name: "places", head: heads.places,
    cell: (row) => deskWords.places(row.capacity, row.current, row.pending),
  },
  {
    name: "weather", head: heads.weather,
    cell: (row) => row.weather === undefined ? deskWords.notSaid : deskWords.weathers[row.weather],
  },
  {
    name: "supervision", head: heads.supervision,
    cell: (row) => row.supervision_due_at === undefined
      ? deskWords.notYet : dateWords(row.supervision_due_at),
  },
];

function marksOf(row: SupporterRow): string[] {
  const now = serverNow_utc_ms();
  return [
    ...(row.on_hold ? [deskWords.onHold] : []),
    ...(row.paused_until !== undefined && row.paused_until > now
      ? [deskWords.pausedUntil(dateWords(row.paused_until))] : []),
    ...(row.resting_until !== undefined && row.resting_until > now
      ? [deskWords.restingUntil(dateWords(row.resting_until))] : []),
  ];
}

const ask = (form: string) => (row: SupporterRow) => openRow(supportersTable, row.person, form);
const LETTERS = { r: ask("readiness"), h: ask("hold"), n: ask("no_contact") };
const LEAD_LETTERS = { h: ask("hold"), n: ask("no_contact") };

function Rows() {
  const rows = supporters.value;
  if (rows === null) {
    return <p class="quiet">{supportersTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{deskWords.supportersNone}</p>;
  }
  const ready = rows.filter((row) => row.ready).length;
  return (
    <DeskTable
      table={supportersTable} caption={deskWords.supportersCount(rows.length, ready)} rows={rows}
      columns={COLUMNS} head={heads.person} keyOf={(row) => row.person} nameOf={(row) => row.name}
      marks={marksOf} details={(row) => <SupporterDetails row={row} />}
      letters={isCoordinator() ? LETTERS : LEAD_LETTERS}
    />
  );
}

export function DeskSupporters() {
  useDesk(loadSupporters, supportersTask);
  return (
    <>
      <PageHeading>{deskWords.pages.supporters}</PageHeading>
      <p class="hint">{deskWords.supportersText}</p>
      <FormError text={supportersTask.error.value} />
      <TableKeys letters={isCoordinator() ? deskWords.supporterKeys : deskWords.supporterLeadKeys} />
      <Rows />
    </>
  );
}
