// What a run proposes, whom it found nobody for, and what fell out of it.
import { gateWords } from "../lib/gate-words";
import { pairName } from "../lib/names";
import type { Proposal, Unmatched } from "../lib/wire-desk";
import {
  droppedShown, droppedTable, isOpen, pairKey, proposalsShown, proposalTable, shown,
  unmatchedTable,
} from "../models/desk-matching";
import { isCoordinator } from "../models/members";
import { openRow } from "../models/table";
import { deskWords } from "../strings-desk";
import { ChooseForm } from "./choose-form";
import { RowActions } from "./desk-form";
import { type Column, DeskTable } from "./desk-table";
import { FormError } from "./field";
import { mayAsk, ProposalDetails } from "./proposal-details";
import { Score } from "./score";

const { columns: heads } = deskWords;

const PROPOSAL_COLUMNS: readonly Column<Proposal>[] = [
  { name: "score-cell", head: heads.score, cell: (row) => <Score score={row.score} /> },
  { name: "waited", head: heads.waited, cell: (row) => deskWords.days(row.waited_days) },
  { name: "state", head: heads.state, cell: (row) => deskWords.proposalStates[row.state] },
];

function marksOf(row: Proposal): string[] {
  return [
    ...(row.worst ? [deskWords.worst] : []),
    ...(row.tier === 0 ? [deskWords.urgent] : []),
    ...(row.locked ? [deskWords.locked] : []),
  ];
}

function letter(form: string) {
  return (row: Proposal) => {
    if (mayAsk(row, form)) {
      openRow(proposalTable, pairKey(row), form);
    }
  };
}

const LETTERS = {
  a: letter("approve"), n: letter("reject"), l: letter("lock"), f: letter("forbid"),
  s: letter("swap"), c: letter("choose"),
};

export function Proposals() {
  const rows = proposalsShown.value;
  return rows.length === 0 ? <p class="quiet">{deskWords.proposalsNone}</p> : (
    <DeskTable
      table={proposalTable} caption={deskWords.proposalsHint} rows={rows}
      columns={PROPOSAL_COLUMNS} head={heads.pair} keyOf={pairKey} nameOf={pairName} marks={marksOf}
      details={(row) => <ProposalDetails row={row} />} letters={LETTERS}
    />
  );
}

function firstWhy(row: Unmatched): string {
  const [first, ...more] = row.why;
  if (first === undefined) {
    return deskWords.noSupporters;
  }
  const line = deskWords.whyLine(gateWords(first.gate), first.supporters);
  return more.length === 0 ? line : `${line} ${deskWords.whyMore(more.length)}`;
}

const UNMATCHED_COLUMNS: readonly Column<Unmatched>[] = [
  { name: "waited", head: heads.waited, cell: (row) => deskWords.days(row.waited_days) },
  { name: "why", head: heads.why, cell: firstWhy },
  {
    name: "best", head: heads.best,
    cell: (row) => row.best === undefined ? deskWords.none
      : deskWords.bestLine(row.best.supporter.name, row.best.score),
  },
];

function UnmatchedDetails({ row }: { row: Unmatched }) {
  const isAsked = unmatchedTable.asked.value === "choose";
  const action = { label: deskWords.choose, form: "choose" };
  return (
    <div class="row-details">
      <h3>{heads.why}</h3>
      <ul class="dotted">
        {row.why.map(({ gate, supporters }) => (
          <li key={gate}>{deskWords.whyLine(gateWords(gate), supporters)}</li>
        ))}
      </ul>
      {!isAsked && <FormError text={unmatchedTable.task.error.value} />}
      {isCoordinator() && isOpen.value && <RowActions table={unmatchedTable} actions={[action]} />}
      {isAsked && <ChooseForm table={unmatchedTable} row={row} />}
    </div>
  );
}

export function UnmatchedCarers() {
  const rows = shown.value?.unmatched ?? [];
  const choose = (row: Unmatched) => {
    if (isCoordinator() && isOpen.value) {
      openRow(unmatchedTable, row.carer.person, "choose");
    }
  };
  return rows.length === 0 ? <p class="quiet">{deskWords.unmatchedNone}</p> : (
    <DeskTable
      table={unmatchedTable} caption={deskWords.people(rows.length)} rows={rows}
      columns={UNMATCHED_COLUMNS} head={heads.carer} keyOf={(row) => row.carer.person}
      nameOf={(row) => row.carer.name} marks={(row) => row.tier === 0 ? [deskWords.urgent] : []}
      details={(row) => <UnmatchedDetails row={row} />} letters={{ c: choose }}
    />
  );
}

const DROPPED_COLUMNS: readonly Column<Proposal>[] = [
  { name: "waited", head: heads.waited, cell: (row) => deskWords.days(row.waited_days) },
  { name: "why", head: heads.gate, cell: (row) => gateWords(row.gate ?? "") },
];

export function Dropped() {
  const rows = droppedShown.value;
  return rows.length === 0 ? null : (
    <section>
      <h2>{deskWords.dropped}</h2>
      <p class="hint">{deskWords.droppedText}</p>
      <DeskTable
        table={droppedTable} caption={deskWords.people(rows.length)} rows={rows}
        columns={DROPPED_COLUMNS} head={heads.pair} keyOf={pairKey} nameOf={pairName}
        details={(row) => <p class="row-details">{gateWords(row.gate ?? "")}</p>}
      />
    </section>
  );
}
