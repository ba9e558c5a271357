// Asking for a buddy: three steps, each of which says whether it is done.
import { signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import { type Field, FIELDS } from "../lib/fields";
import { asRpcError } from "../lib/rpc-error";
import { giveConsent } from "../models/consents";
import { request } from "../models/request";
import { go } from "../models/routes";
import { consentTo, loadProfile, ownAnswers, ownAudiences } from "../models/saving";
import { tell } from "../models/state";
import { stillNeeded } from "../models/story";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { matchingWords } from "../strings-matching";
import { storyWords } from "../strings-story";
import { FormError } from "./field";

const task = newTask();
const ticked = signal(false);

function whyNot(cause: unknown): string {
  return asRpcError(cause).field === "erasure" ? matchingWords.askNotLeaving : errorWords(cause);
}

async function submit(): Promise<void> {
  const done = await task.run(async () => {
    if (!consentTo("matching")) {
      await giveConsent("matching");
    }
    await request("request.submit", {});
    await Promise.all([loadToday(), loadProfile()]);
    return true;
  }, whyNot);
  if (done) {
    tell(matchingWords.asked);
  }
}

function askForBuddy(needed: number): void {
  if (needed > 0) {
    task.error.value = matchingWords.askNeedsStory;
  } else if (!consentTo("matching") && !ticked.value) {
    task.error.value = matchingWords.askNeedsTick;
  } else {
    void submit();
  }
}

/** Why it cannot be sent yet; where a question is open, with the way to it. */
function AskError({ missing }: { missing: Field | undefined }) {
  const isAboutStory = task.error.value === matchingWords.askNeedsStory;
  const follow = (event: Event, step: string) => {
    event.preventDefault();
    task.clear();
    go({ view: "story", step });
  };
  return (
    <FormError text={task.error.value}>
      {isAboutStory && missing && (
        <>
          {" "}
          <a href="/" onClick={(event) => follow(event, missing.name)}>
            {matchingWords.toQuestion(missing.short)}
          </a>
        </>
      )}
    </FormError>
  );
}

function StepStory({ needed }: { needed: readonly string[] }) {
  return (
    <li>
      <p>
        {matchingWords.stepStory}
        {needed.length === 0 && <span class="done"> ({matchingWords.stepDone})</span>}
      </p>
      {needed.length > 0 && <p class="hint">{storyWords.stillNeeded(needed)}</p>}
      <div class="row">
        <button type="button" onClick={() => go({ view: "story" })}>
          {storyWords.carerStory}
        </button>
      </div>
    </li>
  );
}

function StepConsent() {
  const isGiven = consentTo("matching") !== null;
  return (
    <li>
      <p>
        {matchingWords.stepConsent}
        {isGiven && <span class="done"> ({matchingWords.stepDone})</span>}
      </p>
      {!isGiven && (
        <>
          <p class="hint">{storyWords.consents.matching.text}</p>
          <label class="tick">
            <input
              type="checkbox" checked={ticked.value}
              onChange={(event) => { ticked.value = event.currentTarget.checked; }}
            />
            {matchingWords.tickConsent}
          </label>
        </>
      )}
    </li>
  );
}

export function AskBody() {
  const needed = stillNeeded(FIELDS, ownAudiences(), ownAnswers());
  return (
    <>
      <p>{matchingWords.askText}</p>
      <ol class="steps">
        <StepStory needed={needed.map((field) => field.short)} />
        <StepConsent />
        <li>
          <AskError missing={needed[0]} />
          <button
            type="button" class="strong" disabled={task.busy.value}
            onClick={() => askForBuddy(needed.length)}
          >
            {matchingWords.ask}
          </button>
        </li>
      </ol>
    </>
  );
}
