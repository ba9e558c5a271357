// One proposed pair: why these two, part by part, and what can be decided about them.
import type { ComponentType } from "preact";
import { pairName } from "../lib/names";
import type { Proposal } from "../lib/wire-desk";
import { decide } from "../models/desk-deciding";
import { isOpen, proposalTable, shown } from "../models/desk-matching";
import { isCoordinator } from "../models/members";
import { deskWords } from "../strings-desk";
import { ChooseForm, SwapForm } from "./choose-form";
import { type RowAction, RowActions, RowForm } from "./desk-form";
import { FormError } from "./field";
import { RulingForm } from "./ruling-form";
import { Reasons, ScoreParts } from "./score";

interface RowProps { row: Proposal }

function ApproveForm({ row }: RowProps) {
  return (
    <RowForm
      table={proposalTable} title={deskWords.approveAsk(pairName(row))}
      submit={deskWords.approveYes} onSubmit={() => void decide("approve", row)}
    />
  );
}

function RejectForm({ row }: RowProps) {
  return (
    <RowForm
      table={proposalTable} title={deskWords.rejectAsk(pairName(row))}
      submit={deskWords.rejectYes} onSubmit={() => void decide("reject", row)}
    />
  );
}

function rule(change: "lock" | "forbid") {
  return function RuleForm({ row }: RowProps) {
    const ruling = {
      run: shown.value?.run.run ?? "", change, carer: row.carer.person,
      supporter: row.supporter.person,
    };
    const title = (change === "lock" ? deskWords.lockText : deskWords.forbidText)(pairName(row));
    return <RulingForm table={proposalTable} title={title} ruling={ruling} />;
  };
}

const FORMS: Readonly<Record<string, ComponentType<RowProps>>> = {
  approve: ApproveForm,
  reject: RejectForm,
  lock: rule("lock"),
  forbid: rule("forbid"),
  swap: ({ row }) => <SwapForm table={proposalTable} row={row} />,
  choose: ({ row }) => <ChooseForm table={proposalTable} row={row} />,
};

function actionsOf(): RowAction[] {
  const reject = { label: deskWords.reject, form: "reject" };
  return !isCoordinator() ? [reject] : [
    { label: deskWords.approve, form: "approve", strong: true },
    reject,
    { label: deskWords.lock, form: "lock" },
    { label: deskWords.forbid, form: "forbid" },
    { label: deskWords.swap, form: "swap" },
    { label: deskWords.choose, form: "choose" },
  ];
}

/** Which forms a letter may open: the same that have buttons. */
export function mayAsk(row: Proposal, form: string): boolean {
  return row.state === "proposed" && isOpen.value && actionsOf().some((one) => one.form === form);
}

export function ProposalDetails({ row }: RowProps) {
  const asked = proposalTable.asked.value;
  const Form = FORMS[asked ?? ""];
  const isUndecided = row.state === "proposed" && isOpen.value;
  return (
    <div class="row-details">
      <p>{deskWords.tiers[row.tier]}.</p>
      <Reasons reasons={row.reasons} />
      <ScoreParts parts={row.parts} />
      {Form === undefined && <FormError text={proposalTable.task.error.value} />}
      {isUndecided && <RowActions table={proposalTable} actions={actionsOf()} />}
      {isUndecided && Form && <Form key={asked} row={row} />}
    </div>
  );
}
