// One rule: why it works or is only counted, and changing that.
import type { RiskRule } from "../lib/wire-desk";
import { rulesTable as table, setMode } from "../models/desk-rules";
import { hasRole } from "../models/roles";
import { tell } from "../models/state";
import { careDeskWords } from "../strings-care-desk";
import { leadWords as text } from "../strings-lead";
import { RowActions, RowForm } from "./desk-form";
import { Field, focusField, FormError, valueOf } from "./field";

const REASON_MAX = 400; // protocol: reason
const SELDOM_PERCENT = 10; // right less often: the server has it only counted

export function riskWords(risk: string): string {
  const what = careDeskWords.risks[risk];
  return what === undefined ? risk : `${risk}, ${what}`;
}

function stateWords({ mode, right, wrong, precision_percent: percent }: RiskRule): string {
  if (mode === "on") {
    return text.ruleOnText;
  }
  return percent !== undefined && percent < SELDOM_PERCENT
    ? text.ruleCountedWhy(percent, right + wrong) : text.ruleCountedBySomebody;
}

function ModeForm({ rule }: { rule: RiskRule }) {
  const mode = rule.mode === "on" ? "count" : "on";
  const send = async (form: HTMLFormElement) => {
    const reason = valueOf(form, "rule-reason").trim();
    if (reason === "") {
      table.task.error.value = text.reasonNeeded;
      focusField(form, "rule-reason");
    } else if (await setMode(rule.rule, mode, reason)) {
      tell(text.ruleSaved[mode]);
    }
  };
  return (
    <RowForm
      table={table} title={text.ruleModeTitle[mode]} submit={text.save}
      onSubmit={(form) => void send(form)}
    >
      <p class="hint">{text.ruleModeHint}</p>
      <Field
        name="rule-reason" type="lines" label={text.ruleReason} max={REASON_MAX}
        capitals="sentences"
      />
    </RowForm>
  );
}

export function RuleDetails({ rule }: { rule: RiskRule }) {
  const isLead = hasRole("safeguarding_lead");
  const isAsked = isLead && table.asked.value === "mode";
  const label = rule.mode === "on" ? text.ruleModeCount : text.ruleModeOn;
  return (
    <div class="row-details">
      <p>{stateWords(rule)}</p>
      <p class="hint">{rule.rule}</p>
      {!isAsked && <FormError text={table.task.error.value} />}
      {isLead && <RowActions table={table} actions={[{ label, form: "mode" }]} />}
      {isAsked && <ModeForm rule={rule} />}
    </div>
  );
}
