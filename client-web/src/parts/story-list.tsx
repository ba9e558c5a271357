// All questions with what one said so far, to change any of them.
import { type Field, sectionTitle } from "../lib/fields";
import { answerWords } from "../models/answer-words";
import { go } from "../models/routes";
import { consentTo, ownAnswers } from "../models/saving";
import { pendingAnswers } from "../models/state";
import { SPECIAL, valuesOf } from "../models/story";
import { storyWords } from "../strings-story";

function AnswerLine({ field }: { field: Field }) {
  const values = valuesOf(ownAnswers(), field.name);
  const isAnswered = values.length > 0;
  return (
    <li class="answer-line">
      <p>
        <span class="person-name">{field.short}</span>
        <span class={isAnswered ? "answer-words" : "answer-words quiet"}>
          {answerWords(field, values)}
        </span>
      </p>
      <button
        type="button"
        aria-label={isAnswered
          ? storyWords.changeField(field.short) : storyWords.answerField(field.short)}
        onClick={() => go({ view: "story", step: field.name })}
      >
        {isAnswered ? storyWords.change : storyWords.answer}
      </button>
    </li>
  );
}

function Section({ title, fields }: { title: string; fields: readonly Field[] }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul class="plain">{fields.map((field) => <AnswerLine key={field.name} field={field} />)}</ul>
    </section>
  );
}

/** The questions that stay closed until one said yes to them. */
function ShutSection({ title }: { title: string }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{storyWords.specialShut}</p>
      <div class="row">
        <button type="button" onClick={() => go({ view: "story", step: SPECIAL })}>
          {storyWords.specialOpen}
        </button>
      </div>
    </section>
  );
}

export function StoryList({ questions }: { questions: readonly Field[] }) {
  const sections = Array.from(new Set(questions.map((field) => field.section)));
  const isOpen = consentTo("special_category") !== null;
  const waiting = pendingAnswers.value.length;
  return (
    <>
      {waiting > 0 && <p class="notice-line">{storyWords.someWait(waiting)}</p>}
      {sections.map((code) => {
        const fields = questions.filter((field) => field.section === code);
        return fields.some((field) => field.special) && !isOpen
          ? <ShutSection key={code} title={sectionTitle(code)} />
          : <Section key={code} title={sectionTitle(code)} fields={fields} />;
      })}
    </>
  );
}
