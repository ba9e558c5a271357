// An open concern: as it was raised, its record, referrals, and what one can do.
import { useEffect } from "preact/hooks";
import { dateWords, momentWords } from "../lib/dates";
import type { ConcernFull, ConcernRow } from "../lib/wire-desk";
import {
  changeConcern, concernsTable as table, openConcern, readConcern,
} from "../models/desk-safety";
import { me, tell } from "../models/state";
import { words } from "../strings";
import { careDeskWords as text } from "../strings-care-desk";
import { CONCERN_FORMS } from "./concern-forms";
import { type RowAction, RowActions } from "./desk-form";
import { FormError } from "./field";
import { askToOpen } from "./opening-begin";

type Entry = ConcernFull["entries"][number];

function entryTitle(entry: Entry): string {
  const what = text.entries[entry.what] ?? text.concernSteps[entry.what] ?? entry.what;
  return entry.by ? text.entryLine(what, entry.by.name, momentWords(entry.at))
    : text.entryAlone(what, momentWords(entry.at));
}

function Record({ full }: { full: ConcernFull }) {
  return full.entries.length === 0 ? null : (
    <>
      <h2>{text.recordTitle}</h2>
      <ol class="excerpt">
        {full.entries.map((entry) => (
          <li key={entry.n}>
            <p class="small-title">{entryTitle(entry)}</p>
            {entry.whom && <p class="hint">{entry.whom}</p>}
            {entry.text && <blockquote dir="auto">{entry.text}</blockquote>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Referrals({ full }: { full: ConcernFull }) {
  return full.referrals.length === 0 ? null : (
    <>
      <h2>{text.referralsTitle}</h2>
      <ul>
        {full.referrals.map((one) => (
          <li key={one.referral}>
            {text.referralLine(text.referrals[one.to] ?? one.to, momentWords(one.at))}
            {one.replied_at !== undefined ? `, ${text.repliedAt(momentWords(one.replied_at))}`
              : one.reply_by !== undefined && `, ${text.replyBy(dateWords(one.reply_by))}`}
          </li>
        ))}
      </ul>
    </>
  );
}

export function FullRecord({ row, full }: { row: ConcernRow; full: ConcernFull }) {
  const when = momentWords(row.raised_at);
  return (
    <>
      <h2>{text.whatTitle}</h2>
      <p class="hint">
        {full.raised_by ? text.raisedBy(full.raised_by.name, when) : text.raisedByWords(when)}
      </p>
      <blockquote dir="auto">{full.what}</blockquote>
      <Referrals full={full} />
      <Record full={full} />
    </>
  );
}

async function own(row: ConcernRow): Promise<void> {
  if (await changeConcern("concern.own", { concern: row.concern })) {
    tell(text.owned(row.number));
  }
}

const FORM_LABELS = {
  triage: text.triage, record: text.record, refer: text.refer, reply: text.reply,
  monitor: text.monitor, allegation: text.allegation, close: text.close,
  confirm_close: text.agree, reopen: text.reopen,
} as const;

function actionsOf(row: ConcernRow, full: ConcernFull | undefined): RowAction[] {
  const forms: RowAction[] = Object.entries(FORM_LABELS)
    .filter(([act]) => row.can.some((can) => can === act))
    .map(([form, label]) => ({ label, form }));
  forms.push(...askToOpen(full?.message?.conversation, full?.message?.seq, row.number));
  const isMine = row.owner?.person === me.value?.person;
  return row.can.includes("own") && !isMine
    ? [{ label: text.ownConcern, act: () => void own(row), strong: true }, ...forms] : forms;
}

export function ConcernDetails({ row }: { row: ConcernRow }) {
  useEffect(() => { void readConcern(row.concern); }, [row.concern]);
  const asked = table.asked.value;
  const read = openConcern.value?.id === row.concern ? openConcern.value : null;
  const Form = row.can.some((can) => can === asked) ? CONCERN_FORMS[asked ?? ""] : undefined;
  return (
    <div class="row-details">
      <p class="hint">{text.concernLooking}</p>
      {read === null && <p class="quiet">{words.wait}</p>}
      {read?.full && <FullRecord row={row} full={read.full} />}
      {read?.summary && <p dir="auto">{read.summary}</p>}
      {Form === undefined && <FormError text={table.task.error.value} />}
      <RowActions table={table} actions={actionsOf(row, read?.full)} />
      {Form && <Form key={asked} row={row} full={read?.full} />}
    </div>
  );
}
