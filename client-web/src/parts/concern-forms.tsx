// What a lead writes down about a concern, one small form each.
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { ConcernFull, ConcernRow, Params } from "../lib/wire-desk";
import { changeConcern, concernsTable as table, newCid } from "../models/desk-safety";
import { dayOf } from "../models/desk-supporters";
import { tell } from "../models/state";
import { careDeskWords as text } from "../strings-care-desk";
import { RowForm } from "./desk-form";
import { Field, focusField, Select, valueOf } from "./field";

interface ConcernFormProps { row: ConcernRow; full: ConcernFull | undefined }

const REASON_MAX = 400; // protocol: reason
const TEXT_MAX = 4000; // protocol: text

function options(from: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(from).map(([value, label]) => ({ value, label }));
}

/** What was filled in, or nothing. */
function given<N extends string>(form: HTMLFormElement, box: string, name: N) {
  const value = valueOf(form, box).trim();
  return (value === "" ? {} : { [name]: value }) as Partial<Record<N, string>>;
}

/** Says what is missing and goes to its box: to the first one where it is several. */
function isMissing(form: HTMLFormElement, box: string, words: string): void {
  if (table.task.error.value === null) {
    table.task.error.value = words;
    focusField(form, box);
  }
}

/** A day that has to be there; null, and the form says so, where it is not. */
function neededDay(form: HTMLFormElement, box: string): number | null {
  const day = dayOf(valueOf(form, box));
  if (day === null) {
    isMissing(form, box, text.dayNeeded);
  }
  return day;
}

function neededWords(form: HTMLFormElement, box: string): string | null {
  const value = valueOf(form, box).trim();
  if (value === "") {
    isMissing(form, box, text.wordsNeeded);
    return null;
  }
  return value;
}

async function save(row: ConcernRow, done: Promise<boolean>): Promise<void> {
  if (await done) {
    tell(text.concernSaved(row.number));
  }
}

function Reason({ label, name = "reason" }: { label: string; name?: string }) {
  return <Field name={name} type="lines" label={label} max={REASON_MAX} capitals="sentences" />;
}

function TriageForm({ row }: ConcernFormProps) {
  const send = (form: HTMLFormElement) => save(row, changeConcern("concern.triage", {
    concern: row.concern, grade: valueOf(form, "grade") as Params["concern.triage"]["grade"],
    ...given(form, "reason", "reason"),
  }));
  return (
    <RowForm
      table={table} title={text.triageTitle} submit={text.triage}
      onSubmit={(form) => void send(form)}
    >
      <Select
        name="grade" label={text.triage} options={options(text.grades)} value={row.grade ?? row.asked}
      />
      <Reason label={text.reasonOptional} />
    </RowForm>
  );
}

function RecordForm({ row }: ConcernFormProps) {
  const cid = useMemo(newCid, []);
  const send = async (form: HTMLFormElement) => {
    const said = neededWords(form, "text");
    if (said !== null) {
      await save(row, changeConcern("concern.record", {
        cid, concern: row.concern, text: said,
        kind: valueOf(form, "kind") as Params["concern.record"]["kind"],
        ...given(form, "whom", "whom"),
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.record} submit={text.recordText}
      onSubmit={(form) => void send(form)}
    >
      <Select name="kind" label={text.recordKind} options={options(text.entries)} />
      <Field
        name="text" type="lines" label={text.recordText} hint={text.recordHint} max={TEXT_MAX}
        capitals="sentences"
      />
      <Field name="whom" label={text.recordWhom} max={80} />
    </RowForm>
  );
}

function ReferForm({ row }: ConcernFormProps) {
  const cid = useMemo(newCid, []);
  const send = async (form: HTMLFormElement) => {
    const reason = neededWords(form, "reason");
    const day = dayOf(valueOf(form, "reply_by"));
    if (reason !== null) {
      await save(row, changeConcern("concern.refer", {
        cid, concern: row.concern, to: valueOf(form, "to") as Params["concern.refer"]["to"],
        reason, ...(day === null ? {} : { reply_by: day }),
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.refer} submit={text.recordText} onSubmit={(form) => void send(form)}
    >
      <Select name="to" label={text.referTo} options={options(text.referrals)} />
      <Reason label={text.referReason} />
      <Field name="reply_by" type="date" label={text.referReplyBy} />
    </RowForm>
  );
}

function ReplyForm({ row, full }: ConcernFormProps) {
  const open = (full?.referrals ?? []).filter((one) => one.replied_at === undefined);
  const send = async (form: HTMLFormElement) => {
    const said = neededWords(form, "text");
    if (said !== null) {
      await save(row, changeConcern("concern.reply", {
        concern: row.concern, referral: valueOf(form, "referral"), text: said,
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.reply} submit={text.recordText} onSubmit={(form) => void send(form)}
    >
      <Select
        name="referral" label={text.replyWhich}
        options={open.map((one) => ({
          value: one.referral, label: text.referrals[one.to] ?? one.to }))}
      />
      <Reason name="text" label={text.replyText} />
    </RowForm>
  );
}

function MonitorForm({ row }: ConcernFormProps) {
  const send = async (form: HTMLFormElement) => {
    const day = neededDay(form, "review_at");
    if (day !== null) {
      await save(row, changeConcern("concern.monitor", {
        concern: row.concern, review_at: day, ...given(form, "reason", "reason"),
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.monitorTitle} submit={text.monitor}
      onSubmit={(form) => void send(form)}
    >
      <Field name="review_at" type="date" label={text.reviewAt} />
      <Reason label={text.reasonOptional} />
    </RowForm>
  );
}

function CloseForm({ row }: ConcernFormProps) {
  const send = async (form: HTMLFormElement) => {
    const reason = neededWords(form, "reason");
    const keep_until = neededDay(form, "keep_until");
    const keep_reason = neededWords(form, "keep_reason");
    const review_at = neededDay(form, "review_at");
    if (keep_until !== null && review_at !== null && reason !== null && keep_reason !== null) {
      await save(row, changeConcern("concern.close", {
        concern: row.concern, keep_until, review_at, reason, keep_reason,
        outcome: valueOf(form, "outcome") as Params["concern.close"]["outcome"],
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.closeTitle} submit={text.close}
      onSubmit={(form) => void send(form)}
    >
      <p class="hint">{text.closeHint}</p>
      <Select name="outcome" label={text.outcome} options={options(text.outcomes)} />
      <Reason label={text.closeReason} />
      <Field name="keep_until" type="date" label={text.keepUntil} />
      <Reason name="keep_reason" label={text.keepReason} />
      <Field name="review_at" type="date" label={text.reviewAt} />
    </RowForm>
  );
}

function ConfirmForm({ row }: ConcernFormProps) {
  const send = async (form: HTMLFormElement) => {
    const agree = valueOf(form, "agree") === "yes";
    const reason = agree ? "" : neededWords(form, "reason");
    if (reason !== null) {
      await save(row, changeConcern("concern.confirm_close", {
        concern: row.concern, agree, ...given(form, "reason", "reason"),
      }));
    }
  };
  return (
    <RowForm
      table={table} title={text.agree} submit={text.recordText} onSubmit={(form) => void send(form)}
    >
      <Select
        name="agree" label={text.agree}
        options={[{ value: "yes", label: text.agree }, { value: "no", label: text.disagree }]}
      />
      <Reason label={text.disagreeReason} />
    </RowForm>
  );
}

function AllegationForm({ row }: ConcernFormProps) {
  const people = row.about.filter(({ staff, allegation }) => staff && !allegation);
  const send = (form: HTMLFormElement) => save(row, changeConcern(
    "concern.allegation", { concern: row.concern, person: valueOf(form, "person") }));
  return (
    <RowForm
      table={table} title={text.allegationTitle} submit={text.allegationYes}
      onSubmit={(form) => void send(form)}
    >
      <p class="hint">{text.allegationHint}</p>
      <Select
        name="person" label={text.allegationAbout}
        options={people.map(({ person, name }) => ({ value: person, label: name }))}
      />
    </RowForm>
  );
}

function ReopenForm({ row }: ConcernFormProps) {
  const send = async (form: HTMLFormElement) => {
    const reason = neededWords(form, "reason");
    if (reason !== null) {
      await save(row, changeConcern("concern.reopen", { concern: row.concern, reason }));
    }
  };
  return (
    <RowForm
      table={table} title={text.reopen} submit={text.reopen} onSubmit={(form) => void send(form)}
    >
      <Reason label={text.closeReason} />
    </RowForm>
  );
}

export const CONCERN_FORMS: Readonly<Record<string, (props: ConcernFormProps) => JSX.Element>> = {
  triage: TriageForm, record: RecordForm, refer: ReferForm, reply: ReplyForm,
  monitor: MonitorForm, close: CloseForm, confirm_close: ConfirmForm,
  allegation: AllegationForm, reopen: ReopenForm,
};
