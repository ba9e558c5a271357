// One question's answer: the right box for its kind, who sees it, and where it is.
import type { Field } from "../lib/fields";
import { PREFER_NOT } from "../lib/fields";
import {
  dropAnswer, isOnlySupporter, ownAnswers, questionOf, saveAnswer, sendAgain,
} from "../models/saving";
import { link, pendingAnswers } from "../models/state";
import { valuesOf } from "../models/story";
import { storyWords } from "../strings-story";
import { AnswerBox } from "./answer-box";
import { type AnswerProps, PreferNot } from "./answer-choices";

interface WhoSeesProps {
  field: Field;
  isAnswered: boolean;
  shown: boolean;
  onShow: (shown: boolean) => void;
}

function WhoSees({ field, isAnswered, shown, onShow }: WhoSeesProps) {
  const sees = storyWords.sees[isOnlySupporter() ? "supporter" : "carer"];
  if (field.who_sees === "coordinator") {
    return <p class="who-sees hint">{sees.never}</p>;
  }
  if (!isAnswered) {
    return <p class="who-sees hint">{sees.later}</p>;
  }
  return (
    <div class="who-sees">
      <h2 class="small-title">{storyWords.whoSees}</h2>
      <label class="tick">
        <input
          type="checkbox" role="switch" class="switch" checked={shown}
          onChange={() => onShow(!shown)}
        />
        {sees.switch}
      </label>
      <p class="hint">{shown ? sees.shown : storyWords.seesNot}</p>
    </div>
  );
}

/** Where the answer is, in words. */
function WhereItIs({ field, isAnswered }: { field: Field; isAnswered: boolean }) {
  const pending = pendingAnswers.value.find((item) => item.field === field.name);
  if (pending?.state === "refused") {
    return (
      <div class="error-box">
        <p class="error" role="alert">{storyWords.notSaved(pending.refusal ?? "")}</p>
        <div class="row">
          <button type="button" onClick={() => sendAgain(pending)}>{storyWords.sendAgain}</button>
          <button type="button" onClick={() => dropAnswer(pending)}>{storyWords.neverMind}</button>
        </div>
      </div>
    );
  }
  const isOnItsWay = link.value === "live" && pending?.attempts === 0;
  const where = !pending ? storyWords.saved
    : isOnItsWay ? storyWords.saving : storyWords.savedLater;
  return <p class="where hint">{pending || isAnswered ? where : "\u00a0"}</p>;
}

export function AnswerForm({ field }: { field: Field }) {
  const answers = ownAnswers();
  const answer = answers.get(field.name);
  const values = answer?.values ?? [];
  const shown = answer?.shown ?? field.shown;
  const props: AnswerProps = {
    field,
    values,
    topics: valuesOf(answers, "topics"),
    onAnswer: (next, wait_ms) => saveAnswer(field.name, next, shown, wait_ms),
  };
  return (
    <>
      <fieldset class="answer">
        <legend class="hidden">{questionOf(field)}</legend>
        <AnswerBox {...props} />
        <PreferNot {...props} />
      </fieldset>
      <WhoSees
        field={field} shown={shown} isAnswered={values.length > 0 && !values.includes(PREFER_NOT)}
        onShow={(next) => saveAnswer(field.name, values, next)}
      />
      <WhereItIs field={field} isAnswered={values.length > 0} />
    </>
  );
}
