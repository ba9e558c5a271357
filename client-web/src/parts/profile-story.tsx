// The answers of one person, and a way for her coordinator to write down what she told.
import { signal } from "@preact/signals";
import { answerWords } from "../lib/option-words";
import { changeProfile, profile, profileTask, storyOf, type StoryLine } from "../models/desk-profile";
import { isCoordinator } from "../models/members";
import { tell } from "../models/state";
import type { Profile } from "../lib/wire-desk";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { AnswerBox } from "./answer-box";
import { PreferNot } from "./answer-choices";
import { useTakenFocus } from "./desk-form";
import { FormError } from "./field";

/** The question that is open, and what stands in its boxes. */
const open = signal<string | null>(null);
const draft = signal<readonly string[]>([]);

export function closeStory(): void {
  open.value = null;
}

function startAnswer({ field, values }: StoryLine): void {
  profileTask.clear();
  draft.value = values;
  open.value = field.name;
}

async function save(event: SubmitEvent, person: string, line: StoryLine): Promise<void> {
  event.preventDefault();
  const { name, short } = line.field;
  const params = { person, field: name, values: draft.value.slice(), shown: line.shown };
  if (await changeProfile(person, "profile.answer_for", params)) {
    open.value = null;
    tell(deskWords.answerSaved(short));
  }
}

function AnswerForm({ person, line }: { person: string; line: StoryLine }) {
  const box = useTakenFocus<HTMLFormElement>();
  const topics = profile.value?.answers.find(({ field }) => field === "topics")?.values ?? [];
  const props = {
    field: line.field, values: draft.value, topics,
    onAnswer: (values: readonly string[]) => { draft.value = values; },
  };
  return (
    <form
      class="row-form" aria-label={line.field.question} tabIndex={-1} noValidate ref={box}
      onSubmit={(event) => void save(event, person, line)}
    >
      <FormError text={profileTask.error.value} />
      <fieldset class="answer">
        <legend class="row-form-title">{line.field.question}</legend>
        <AnswerBox {...props} />
        <PreferNot {...props} />
      </fieldset>
      <div class="row">
        <button type="submit" class="strong" disabled={profileTask.busy.value}>{deskWords.save}</button>
        <button type="button" onClick={closeStory}>{words.cancel}</button>
      </div>
    </form>
  );
}

function Line({ person, line }: { person: string; line: StoryLine }) {
  const { field, values, shown } = line;
  const isAnswered = values.length > 0;
  const seen = isAnswered && shown && field.who_sees === "buddy";
  return (
    <li class="story-line">
      <div class="person-line">
        <p>
          <span class="person-name">{field.short}</span>
          <span class={isAnswered ? "story-said" : "story-said quiet"}>
            {answerWords(field, values)}
          </span>
          {seen && <span class="hint">{deskWords.buddySees}</span>}
        </p>
        {isCoordinator() && (
          <button
            type="button" aria-expanded={open.value === field.name}
            aria-label={deskWords.changeField(field.short)} onClick={() => startAnswer(line)}
          >
            {deskWords.change}
          </button>
        )}
      </div>
      {open.value === field.name && <AnswerForm person={person} line={line} />}
    </li>
  );
}

export function ProfileStory({ person, now }: { person: string; now: Profile }) {
  return (
    <section class="card">
      <h2>{deskWords.storyTitle}</h2>
      {isCoordinator() && <p class="hint">{deskWords.storyHint}</p>}
      <ul class="plain">
        {storyOf(now).map((line) => <Line key={line.field.name} person={person} line={line} />)}
      </ul>
    </section>
  );
}
