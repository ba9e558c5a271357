// What was decided about something that a person wrote, exactly as she reads it. Staff see the
// same before they decide.
import type { ComponentChildren } from "preact";
import { dateWords, timeWords, whenWords } from "../lib/dates";
import { careWords } from "../strings-care";
import { words } from "../strings";

export interface DecisionNoticeProps {
  decision: string;
  number: string | null; // null before it is decided
  at: number | null;
  excerpt: string | undefined; // what she wrote
  rule_text: string | undefined; // the line of what was agreed, as it was then
  text: string | undefined; // what the decider adds
  until: number | undefined; // she may write again then
  appeal: string | undefined;
  appeal_until: number | undefined;
  decide_by: number | undefined; // promised for the appeal
  children?: ComponentChildren; // what she can do about it
}

function Quoted({ label, text }: { label: string; text: string | undefined }) {
  return text ? (
    <div class="quoted">
      <p class="small-title">{label}</p>
      <blockquote dir="auto">{text}</blockquote>
    </div>
  ) : null;
}

/** Words of one's own that whoever decided has added. */
export function TeamSays({ text }: { text: string | undefined }) {
  return <Quoted label={careWords.teamSays} text={text} />;
}

function Appeal({ appeal, appeal_until, decide_by }: DecisionNoticeProps) {
  if (!appeal) {
    return appeal_until === undefined
      ? null : <p>{careWords.seeItDifferently(dateWords(appeal_until))}</p>;
  }
  return (
    <p>
      {careWords.appeals[appeal]}
      {appeal === "asked" && decide_by !== undefined &&
        ` ${careWords.appealBy(dateWords(decide_by))}`}
    </p>
  );
}

export function DecisionNotice(props: DecisionNoticeProps) {
  const { decision, number, at, until } = props;
  return (
    <section class="card decision" aria-label={careWords.decisionTitle}>
      <h2>{careWords.decisionTitle}</h2>
      {number !== null && at !== null && (
        <p class="hint">{careWords.decidedOn(number, whenWords(at))}</p>
      )}
      <p><strong>{careWords.decisions[decision]}</strong></p>
      {until !== undefined && (
        <p>{careWords.writeAgain(words.dayAt(dateWords(until), timeWords(until)))}</p>
      )}
      <Quoted label={careWords.youWrote} text={props.excerpt} />
      <Quoted label={careWords.agreedLine} text={props.rule_text} />
      <TeamSays text={props.text} />
      <Appeal {...props} />
      {props.children}
    </section>
  );
}
