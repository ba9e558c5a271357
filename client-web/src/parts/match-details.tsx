// One match as its coordinator sees it: how it goes, never what the two wrote.
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import type { MatchFacts, MatchLine } from "../lib/wire-desk";
import {
  changeMatch, isAsked, isOver, loadOpenMatch, matchesTable as table, matchFacts,
} from "../models/desk-matches";
import { isCoordinator } from "../models/members";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { type RowAction, RowActions } from "./desk-form";
import { FormError } from "./field";
import { AnswerForm, CallForm, CauseForm, EndForm } from "./match-forms";

const FORMS: Readonly<Record<string, typeof CallForm>> = {
  call: CallForm, answer: AnswerForm, end: EndForm, cause: CauseForm,
};

function dayOr(at: number | undefined): string {
  return at === undefined ? deskWords.notYet : dateWords(at);
}

function nameIn(facts: MatchFacts, person: string | undefined): string {
  const both = [facts.carer, facts.supporter];
  return both.find((one) => one.person === person)?.name ?? words.roles.coordinator;
}

function Reviews({ facts }: { facts: MatchFacts }) {
  return facts.reviews.length === 0 ? null : (
    <>
      <h2>{deskWords.reviews}</h2>
      <ul class="plain">
        {facts.reviews.map((review) => (
          <li key={review.review}>
            {deskWords.reviewLine(
              deskWords.reviewParts[review.part], nameIn(facts, review.person),
              dateWords(review.due_at))}
            {": "}
            {review.answered_at === undefined ? deskWords.notYet
              : deskWords.reviewSaid(review.like_me, deskWords.wishes[review.wish ?? ""])}
            {review.note && <q class="review-note">{review.note}</q>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Calls({ facts }: { facts: MatchFacts }) {
  return facts.calls.length === 0 ? null : (
    <>
      <h2>{deskWords.calls}</h2>
      <ul class="plain">
        {facts.calls.map((call) => (
          <li key={`${call.at} ${call.by}`}>
            {deskWords.callLine(
              dateWords(call.at), deskWords.callModes[call.mode], call.minutes,
              deskWords.callFeels[call.feel])}
          </li>
        ))}
      </ul>
    </>
  );
}

function Facts({ facts }: { facts: MatchFacts }) {
  const lines: readonly (readonly [string, string])[] = [
    [deskWords.answerOf(facts.carer.name), deskWords.answersSoFar[facts.carer_answer] ?? ""],
    [deskWords.answerOf(facts.supporter.name), deskWords.answersSoFar[facts.supporter_answer] ?? ""],
    [deskWords.introduced, dayOr(facts.introduced_at)],
    [deskWords.firstContact, dayOr(facts.first_contact_at)],
    ...(facts.ends_at === undefined ? [] : [[deskWords.endsOn, dateWords(facts.ends_at)] as const]),
    ...facts.reasons.map(({ by, reason }) =>
      [deskWords.reasonOf(nameIn(facts, by)), reason] as const),
  ];
  return (
    <>
      <dl class="facts">
        {lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      <Reviews facts={facts} />
      <Calls facts={facts} />
    </>
  );
}

async function act(method: "match.pause" | "match.resume" | "match.rematch", row: MatchLine) {
  if (await changeMatch(method, { match: row.match })) {
    tell(deskWords.matchDone[method]);
  }
}

export function matchActions(row: MatchLine): RowAction[] {
  const cause = { label: deskWords.cause, form: "cause" };
  if (!isCoordinator()) {
    return isOver(row) || isAsked(row) ? [] : [cause];
  }
  if (isAsked(row)) {
    return [{ label: deskWords.answerFor, form: "answer", strong: true }];
  }
  if (isOver(row)) {
    return row.state === "ended" || row.state === "ended_unplanned"
      ? [{ label: deskWords.rematch, act: () => void act("match.rematch", row) }] : [];
  }
  const rests = row.state === "on_hold";
  return [
    { label: deskWords.callTitle, form: "call", strong: true },
    {
      label: rests ? deskWords.matchResume : deskWords.matchPause,
      act: () => void act(rests ? "match.resume" : "match.pause", row),
    },
    { label: deskWords.end, form: "end" },
    cause,
  ];
}

/** To the carer's page, before one rings her: what stands there says when that is safe. */
function pageActions(facts: MatchFacts | null): RowAction[] {
  return facts === null ? [] : [{
    label: deskWords.pageOf(facts.carer.name),
    act: () => go({ view: "desk", page: "profile", person: facts.carer.person }),
  }];
}

export function MatchDetails({ row }: { row: MatchLine }) {
  useEffect(() => { loadOpenMatch().catch((cause: unknown) => table.task.explain(cause)); }, [row.match]);
  const asked = table.asked.value;
  const Form = FORMS[asked ?? ""];
  const facts = matchFacts.value?.match === row.match ? matchFacts.value : null;
  return (
    <div class="row-details">
      {Form === undefined && <FormError text={table.task.error.value} />}
      <RowActions table={table} actions={[...matchActions(row), ...pageActions(facts)]} />
      {Form && <Form key={asked} row={row} />}
      {facts === null ? <p class="quiet">{words.wait}</p> : <Facts facts={facts} />}
    </div>
  );
}
