// Matches: those that need somebody to look first.
import { serverNow_utc_ms } from "../lib/clock";
import { dayWords } from "../lib/dates";
import { pairName } from "../lib/names";
import type { MatchLine } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  loadMatches, matches, type MatchFilter, matchFilter, matchesShown, matchesTable, matchesTask,
  needsAttention,
} from "../models/desk-matches";
import { openRow } from "../models/table";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError, Select } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { matchActions, MatchDetails } from "../parts/match-details";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

const { columns: heads } = deskWords;

function contactWords(row: MatchLine): string {
  const last = row.last_contact_at === undefined ? deskWords.notYet : dayWords(row.last_contact_at);
  return row.quiet_since === undefined ? last
    : `${last}. ${deskWords.quietSince(dayWords(row.quiet_since))}`;
}

const COLUMNS: readonly Column<MatchLine>[] = [
  { name: "state", head: heads.state, cell: (row) => deskWords.matchStates[row.state] },
  { name: "contact", head: heads.contact, cell: contactWords },
  {
    name: "review", head: heads.review,
    cell: (row) => row.next_review_at === undefined ? deskWords.none : dayWords(row.next_review_at),
  },
];

function letter(form: string) {
  return (row: MatchLine) => {
    if (matchActions(row).some((action) => action.form === form)) {
      openRow(matchesTable, row.match, form);
    }
  };
}

const LETTERS = { c: letter("call"), w: letter("answer"), e: letter("end") };

function Rows() {
  const rows = matchesShown.value;
  if (matches.value === null) {
    return <p class="quiet">{matchesTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{deskWords.matchesNone}</p>;
  }
  return (
    <DeskTable
      table={matchesTable} caption={deskWords.matchesCount(rows.length)} rows={rows}
      columns={COLUMNS} head={heads.pair} keyOf={(row) => row.match} nameOf={pairName}
      marks={(row) => needsAttention(row, serverNow_utc_ms()) ? [deskWords.attention] : []}
      details={(row) => <MatchDetails row={row} />} letters={LETTERS}
    />
  );
}

export function DeskMatches() {
  useDesk(loadMatches, matchesTask);
  const filters = Object.entries(deskWords.matchFilters).map(([value, label]) => ({ value, label }));
  return (
    <>
      <PageHeading>{deskWords.pages.matches}</PageHeading>
      <p class="hint">{deskWords.matchesText}</p>
      <FormError text={matchesTask.error.value} />
      <div class="filters">
        <Select
          name="show" label={deskWords.waitingShow} options={filters} value={matchFilter.value}
          onChange={(value) => { matchFilter.value = value as MatchFilter; }}
        />
      </div>
      <TableKeys letters={deskWords.matchKeys} />
      <Rows />
    </>
  );
}
