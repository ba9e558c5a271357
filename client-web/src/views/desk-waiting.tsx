// Who waits for a supporter: by risk and days waited, with what is still missing.
import type { WaitingRow } from "../lib/wire-desk";
import { ownAreas } from "../models/desk";
import { useDesk } from "../models/desk-live";
import {
  loadWaiting, mayScreen, waiting, waitingArea, waitingFilter, type WaitingFilter, waitingShown,
  waitingTable, waitingTask,
} from "../models/desk-waiting";
import { isCoordinator } from "../models/members";
import { me } from "../models/state";
import { openRow } from "../models/table";
import { type Column, DeskTable, TableKeys } from "../parts/desk-table";
import { FormError, Select } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { missingWords, toggleUrgent, WaitingDetails } from "../parts/waiting-details";
import { NewRequests } from "../parts/waiting-new";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

const { columns: heads } = deskWords;

const COLUMNS: readonly Column<WaitingRow>[] = [
  { name: "waited", head: heads.waited, cell: (row) => deskWords.days(row.waited_days) },
  { name: "state", head: heads.state, cell: (row) => deskWords.requestStates[row.state] },
  { name: "missing", head: heads.missing, cell: missingWords },
  {
    name: "named", head: heads.named,
    cell: (row) => row.coordinator === undefined ? deskWords.notYet
      : row.coordinator.person === me.value?.person ? words.you : row.coordinator.name,
  },
];

function marksOf(row: WaitingRow): string[] {
  return [
    ...(row.urgent ? [deskWords.urgent] : []),
    ...(row.no_phone ? [deskWords.noPhone] : []),
    ...(row.escalated > 0 ? [deskWords.escalated(row.escalated)] : []),
  ];
}

const LETTERS = {
  s: (row: WaitingRow) => mayScreen(row) && openRow(waitingTable, row.request, "screen"),
  e: (row: WaitingRow) => openRow(waitingTable, row.request, "consent"),
  u: (row: WaitingRow) => {
    openRow(waitingTable, row.request);
    void toggleUrgent(row);
  },
  x: (row: WaitingRow) => openRow(waitingTable, row.request, "close"),
};

const LEAD_LETTERS = { u: LETTERS.u };

function Filters() {
  const areas = [{ value: "", label: deskWords.allAreas }].concat(
    ownAreas.value.map(({ id, name }) => ({ value: id, label: name })));
  const filters = Object.entries(deskWords.waitingFilters)
    .map(([value, label]) => ({ value, label }));
  return (
    <div class="filters">
      <Select
        name="show" label={deskWords.waitingShow} options={filters} value={waitingFilter.value}
        onChange={(value) => { waitingFilter.value = value as WaitingFilter; }}
      />
      {ownAreas.value.length > 1 && (
        <Select
          name="show-area" label={deskWords.area} options={areas} value={waitingArea.value}
          onChange={(value) => { waitingArea.value = value; }}
        />
      )}
    </div>
  );
}

function Rows() {
  const rows = waitingShown.value;
  if (waiting.value === null) {
    return <p class="quiet">{waitingTask.error.value ? "" : words.wait}</p>;
  }
  if (rows.length === 0) {
    return <p class="quiet">{deskWords.waitingNone}</p>;
  }
  const urgent = rows.filter((row) => row.urgent).length;
  return (
    <DeskTable
      table={waitingTable} caption={deskWords.waitingCount(rows.length, urgent)} rows={rows}
      columns={COLUMNS} head={heads.person} keyOf={(row) => row.request} nameOf={(row) => row.name}
      marks={marksOf} details={(row) => <WaitingDetails row={row} />}
      letters={isCoordinator() ? LETTERS : LEAD_LETTERS}
    />
  );
}

export function DeskWaiting() {
  useDesk(loadWaiting, waitingTask, waitingArea.value);
  return (
    <>
      <PageHeading>{deskWords.waitingTitle}</PageHeading>
      <p class="hint">{deskWords.waitingText}</p>
      <FormError text={waitingTask.error.value} />
      {isCoordinator() ? <NewRequests /> : <p class="hint">{deskWords.readOnly}</p>}
      <Filters />
      <TableKeys letters={isCoordinator() ? deskWords.waitingKeys : deskWords.waitingLeadKeys} />
      <Rows />
    </>
  );
}
