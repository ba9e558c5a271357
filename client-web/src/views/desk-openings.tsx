// Private talk that is opened: what was asked for, who agreed, and reading it.
import { useEffect } from "preact/hooks";
import { momentWords, whenWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import type { OpeningRow } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  askFor, closeReading, loadOpenings, openings, openingsTable, openingsTask,
} from "../models/desk-openings";
import { hasRole } from "../models/roles";
import { openRow } from "../models/table";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { AskPair } from "../parts/ask-pair";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { OpeningAsk } from "../parts/opening-ask";
import { OpeningDetails } from "../parts/opening-details";
import { words } from "../strings";
import { leadWords as text } from "../strings-lead";

const { openingColumns: heads } = text;

function talkWords(row: OpeningRow): string {
  const names = words.list(row.members.map(nameOf));
  return row.kind === "group" ? text.groupOf(names) : text.talkOf(names);
}

function stateWords(row: OpeningRow): string {
  const state = text.openingStates[row.state] ?? row.state;
  return row.state === "approved" && row.read_until !== undefined
    ? text.readUntil(state, momentWords(row.read_until)) : state;
}

const COLUMNS: readonly Column<OpeningRow>[] = [
  { name: "why", head: heads.why, cell: (row) => text.whys[row.why] ?? row.why },
  { name: "state", head: heads.state, cell: stateWords },
  {
    name: "asked", head: heads.asked,
    cell: (row) => text.askedBy(nameOf(row.asked_by), whenWords(row.asked_at)),
  },
];

const ask = (form: string) => (row: OpeningRow) => openRow(openingsTable, row.opening, form);
const LETTERS = { a: ask("decide"), r: ask("read") };

function Rows() {
  const rows = openings.value;
  if (rows === null) {
    return <p class="quiet">{openingsTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{text.openingsNone}</p>;
  }
  return (
    <DeskTable
      table={openingsTable} caption={text.openingsCount(rows.length)} rows={rows}
      columns={COLUMNS} head={heads.talk} keyOf={(row) => row.opening} nameOf={talkWords}
      details={(row) => <OpeningDetails key={row.opening} row={row} />} letters={LETTERS}
    />
  );
}

export function DeskOpenings() {
  useDesk(loadOpenings, openingsTask);
  useEffect(() => () => {
    askFor.value = null;
    closeReading();
  }, []);
  return (
    <>
      <PageHeading>{text.pages.openings}</PageHeading>
      <p class="hint">{text.openingsText}{hasRole("safeguarding_lead") && ` ${text.openingsHow}`}</p>
      {askFor.value && <OpeningAsk key={askFor.value.cid} about={askFor.value} />}
      <FormError text={openingsTask.error.value} />
      <TableKeys letters={text.openingKeys} />
      <Rows />
      {hasRole("safeguarding_lead") && <AskPair />}
    </>
  );
}
