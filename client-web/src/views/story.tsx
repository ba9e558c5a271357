// "My story": one question a page, every one of them to skip, saved at once.
import { useEffect } from "preact/hooks";
import { type Field, fieldNamed, FIELDS, sectionTitle } from "../lib/fields";
import { giveConsent } from "../models/consents";
import { go } from "../models/routes";
import {
  consentTo, isOnlySupporter, loadProfile, ownAnswers, ownAudiences, profile, profileError,
  questionOf, saveAnswer,
} from "../models/saving";
import { link } from "../models/state";
import {
  DONE, firstOpen, questionsFor, SPECIAL, type Step, stepFrom, stepsOf, stillNeeded, valuesOf,
} from "../models/story";
import { newTask } from "../models/task";
import { AnswerForm } from "../parts/answer";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { StoryList } from "../parts/story-list";
import { words } from "../strings";
import { storyWords } from "../strings-story";

const consenting = newTask();

function goTo(step: Step | null): void {
  go(step === null ? { view: "story" } : { view: "story", step });
}

function ownQuestions(): Field[] {
  return questionsFor(FIELDS, ownAudiences(), ownAnswers());
}

function ownSteps(): Step[] {
  return stepsOf(ownQuestions(), consentTo("special_category") !== null);
}

interface StepsProps { step: Step; isAnswered: boolean }

/** Back, and on: the same place on every page. */
function StepButtons({ step, isAnswered }: StepsProps) {
  const steps = ownSteps();
  const next = stepFrom(steps, step, 1);
  return (
    <div class="pair">
      <button type="button" onClick={() => goTo(stepFrom(steps, step, -1))}>
        {storyWords.before}
      </button>
      <button type="button" class={isAnswered ? "strong" : ""} onClick={() => goTo(next ?? DONE)}>
        {isAnswered ? storyWords.next : storyWords.skip}
      </button>
    </div>
  );
}

function placeWords(field: Field): string {
  const questions = ownQuestions();
  return storyWords.place(
    questions.indexOf(field) + 1, questions.length, sectionTitle(field.section));
}

function ToList() {
  return (
    <button type="button" class="back" onClick={() => goTo(null)}>
      <span aria-hidden="true">‹ </span>{storyWords.allAnswers}
    </button>
  );
}

function Question({ field }: { field: Field }) {
  const values = valuesOf(ownAnswers(), field.name);
  const isNeeded = field.required.some((one) => ownAudiences().includes(one));
  const canTakeBack = values.length > 0;
  return (
    <>
      <p class="hint">{placeWords(field)}</p>
      <PageHeading>{questionOf(field)}</PageHeading>
      {field.help !== "" && <p class="help-text">{field.help}</p>}
      {isNeeded && <p class="hint">{storyWords.neededFirst}</p>}
      <AnswerForm field={field} />
      <StepButtons step={field.name} isAnswered={canTakeBack} />
      {canTakeBack && (
        <p class="row">
          <button type="button" onClick={() => saveAnswer(field.name, [], field.shown)}>
            {storyWords.takeBack}
          </button>
        </p>
      )}
    </>
  );
}

async function openSpecial(): Promise<void> {
  if (await consenting.run(() => giveConsent("special_category"))) {
    goTo(ownQuestions().find((field) => field.special)?.name ?? DONE);
  }
}

function AskSpecial() {
  return (
    <>
      <PageHeading>{storyWords.specialTitle}</PageHeading>
      <p>{storyWords.specialText}</p>
      <FormError text={consenting.error.value} />
      <div class="pair">
        <button type="button" disabled={consenting.busy.value} onClick={() => void openSpecial()}>
          {storyWords.specialYes}
        </button>
        <button type="button" onClick={() => goTo(DONE)}>{storyWords.specialNo}</button>
      </div>
    </>
  );
}

function Done() {
  return (
    <>
      <PageHeading>{storyWords.storyDone}</PageHeading>
      <p>{storyWords.storyDoneText}</p>
      <div class="row">
        <button type="button" class="strong" onClick={() => go({ view: "today" })}>
          {storyWords.toToday}
        </button>
        <button type="button" onClick={() => goTo(null)}>{storyWords.lookAgain}</button>
      </div>
    </>
  );
}

function Overview() {
  const questions = ownQuestions();
  const answers = ownAnswers();
  const count = questions.filter((field) => valuesOf(answers, field.name).length > 0).length;
  const needed = stillNeeded(FIELDS, ownAudiences(), answers).map((field) => field.short);
  return (
    <>
      <PageHeading>
        {isOnlySupporter() ? storyWords.supporterStory : storyWords.carerStory}
      </PageHeading>
      <p>{isOnlySupporter() ? storyWords.supporterStoryText : storyWords.carerStoryText}</p>
      <p>{words.whoCanRead}</p>
      <p>{storyWords.progress(count, questions.length)}</p>
      {needed.length > 0 && <p class="hint">{storyWords.stillNeeded(needed)}</p>}
      <div class="row">
        <button
          type="button" class="strong" onClick={() => goTo(firstOpen(ownSteps(), answers))}
        >
          {count === 0 ? storyWords.startStory : storyWords.goOnStory}
        </button>
      </div>
      <StoryList questions={questions} />
    </>
  );
}

function StoryPage({ step }: { step: string | undefined }) {
  const field = step === undefined ? null : fieldNamed(step);
  if (field) {
    const isShut = field.special && consentTo("special_category") === null;
    return isShut ? <AskSpecial /> : <Question field={field} />;
  }
  switch (step) {
    case SPECIAL:
      return <AskSpecial />;
    case DONE:
      return <Done />;
    default:
      return <Overview />;
  }
}

export function StoryView({ step }: { step: string | undefined }) {
  useEffect(() => {
    if (link.value === "live" && profile.value === null) {
      void loadProfile();
    }
  }, [link.value]);
  if (profile.value === null) {
    return <section class="page"><p class="quiet">{profileError.value ?? words.wait}</p></section>;
  }
  return (
    <section class="page story" key={step ?? ""}>
      {step !== undefined && <ToList />}
      <StoryPage step={step} />
    </section>
  );
}
