// Choosing another supporter for a carer by hand, or swapping with another pair: how the two
// would fit, and what it costs the others.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { pairName } from "../lib/names";
import type { Proposal, Unmatched } from "../lib/wire-desk";
import { pairKey, proposalsShown, shown } from "../models/desk-matching";
import { forgetPair, loadChoices, loadPair, pairSeen, supporterChoices } from "../models/desk-pair";
import type { TableState } from "../models/table";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { Select } from "./field";
import { gateWords } from "../lib/gate-words";
import { RulingForm } from "./ruling-form";
import { Reasons, Score, ScoreParts } from "./score";

function runNow(): string {
  return shown.value?.run.run ?? "";
}

/** How two people would fit, or the gate between them. */
function PairSeen() {
  const pair = pairSeen.value;
  if (pair === null) {
    return null;
  }
  if (pair.gate !== undefined) {
    return <p class="error" role="status">{deskWords.pairNo(gateWords(pair.gate))}</p>;
  }
  return (
    <div role="status">
      {pair.score !== undefined && <Score score={pair.score} />}
      <Reasons reasons={pair.reasons} />
      <ScoreParts parts={pair.parts} />
    </div>
  );
}

export function ChooseForm({ table, row }: { table: TableState; row: Proposal | Unmatched }) {
  const supporter = useSignal("");
  const carer = row.carer.person;
  useEffect(() => {
    loadChoices().catch((cause: unknown) => table.task.explain(cause));
    return forgetPair;
  }, []);
  const options = [{ value: "", label: words.choose }].concat(supporterChoices.value
    .map(({ person, name }) => ({ value: person, label: name })));
  const choose = (value: string) => {
    supporter.value = value;
    table.task.clear();
    loadPair(runNow(), carer, value).catch((cause: unknown) => table.task.explain(cause));
  };
  const ruling = supporter.value === "" || pairSeen.value?.gate !== undefined ? null
    : { run: runNow(), change: "lock" as const, carer, supporter: supporter.value };
  return (
    <RulingForm table={table} title={deskWords.chooseText(row.carer.name)} ruling={ruling}>
      <Select name="supporter" label={words.roles.supporter} options={options} onChange={choose} />
      <PairSeen />
    </RulingForm>
  );
}

export function SwapForm({ table, row }: { table: TableState; row: Proposal }) {
  const other = useSignal<Proposal | null>(null);
  const others = proposalsShown.value.filter(
    (one) => one.state === "proposed" && pairKey(one) !== pairKey(row));
  const options = [{ value: "", label: words.choose }].concat(
    others.map((one) => ({ value: pairKey(one), label: pairName(one) })));
  const to = other.value;
  const ruling = to === null ? null : {
    run: runNow(), change: "swap" as const, carer: row.carer.person,
    supporter: row.supporter.person, other_carer: to.carer.person,
    other_supporter: to.supporter.person,
  };
  return (
    <RulingForm table={table} title={deskWords.swapText(row.carer.name)} ruling={ruling}>
      <Select
        name="other" label={deskWords.swapWith} options={options}
        onChange={(key) => { other.value = others.find((one) => pairKey(one) === key) ?? null; }}
      />
      {to && (
        <p>
          {deskWords.swapPrice(
            pairName({ carer: row.carer, supporter: to.supporter }),
            pairName({ carer: to.carer, supporter: row.supporter }))}
        </p>
      )}
    </RulingForm>
  );
}
