// The rules of words of risk: trying a message, how often each was right, which are only counted.
import { useEffect } from "preact/hooks";
import type { RiskRule } from "../lib/wire-desk";
import { useDesk } from "../models/desk-live";
import {
  loadRules, onlySeen, perThousand, ruleFigures, rulesTable, rulesTask, shownRules, tried,
} from "../models/desk-rules";
import { type Column, DeskTable } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { riskWords, RuleDetails } from "../parts/rule-details";
import { TryMessage } from "../parts/try-message";
import { words } from "../strings";
import { leadWords as text } from "../strings-lead";

const { ruleColumns: heads } = text;

function rightWords(rule: RiskRule): string {
  return rule.precision_percent === undefined
    ? text.ruleNotJudged : text.ruleRight(rule.precision_percent, rule.right + rule.wrong);
}

const COLUMNS: readonly Column<RiskRule>[] = [
  { name: "state", head: heads.state, cell: (rule) => rule.mode === "on" ? text.ruleOn : text.ruleCounted },
  { name: "right", head: heads.right, cell: rightWords },
  {
    name: "rate", head: heads.rate,
    cell: (rule) => text.ruleRate(perThousand(rule.per_10000), rule.hits),
  },
];

function Totals() {
  const now = ruleFigures.value;
  return now && (
    <p>
      {text.rulesTotals(now.messages, now.alerts)}{" "}
      <strong>{text.alertRate(perThousand(now.alerts_per_10000))}</strong>
    </p>
  );
}

function Rules() {
  const rules = shownRules.value;
  if (ruleFigures.value === null) {
    return <p class="quiet">{rulesTask.error.value ? "" : words.wait}</p>;
  }
  if (rules.length === 0) {
    return <p class="quiet">{text.rulesNoneSeen}</p>;
  }
  return (
    <DeskTable
      table={rulesTable} caption={text.rulesCount(rules.length)} rows={rules} columns={COLUMNS}
      head={heads.risk} keyOf={(rule) => rule.rule}
      nameOf={(rule) => `${riskWords(rule.risk)}: ${rule.why}`}
      marks={(rule) => rule.mode === "count" ? [text.ruleCounted] : []}
      details={(rule) => <RuleDetails key={rule.rule} rule={rule} />}
    />
  );
}

export function DeskRules() {
  useDesk(loadRules, rulesTask);
  useEffect(() => () => { tried.value = null; }, []); // nothing of it stays
  return (
    <>
      <PageHeading>{text.pages.rules}</PageHeading>
      <p class="hint">{text.rulesText}</p>
      <TryMessage />
      <h2>{text.rulesTitle}</h2>
      <FormError text={rulesTask.error.value} />
      <Totals />
      <label class="tick">
        <input
          type="checkbox" checked={onlySeen.value}
          onChange={(event) => { onlySeen.value = event.currentTarget.checked; }}
        /> {text.onlySeen}
      </label>
      <Rules />
    </>
  );
}
