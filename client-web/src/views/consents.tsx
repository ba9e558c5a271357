// What one has agreed to: what is asked, why, and the way back.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import type { Consent, ConsentKind } from "../lib/wire";
import { giveConsent, withdrawConsent } from "../models/consents";
import { consentTo, loadProfile, profile, profileError } from "../models/saving";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { Confirm } from "../parts/confirm";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { storyWords } from "../strings-story";

const KINDS: readonly ConsentKind[] = ["matching", "special_category", "sharing"];
const task = newTask();
const asking = signal<ConsentKind | null>(null);

async function give(what: ConsentKind): Promise<void> {
  if (await task.run(() => giveConsent(what))) {
    tell(storyWords.agreedDone);
  }
}

async function takeBack(what: ConsentKind): Promise<void> {
  if (await task.run(() => withdrawConsent(what))) {
    asking.value = null;
    tell(storyWords.withdrawnDone);
  }
}

function Given({ what, consent }: { what: ConsentKind; consent: Consent }) {
  const { title, withdraw } = storyWords.consents[what];
  const day = dateWords(consent.at);
  return (
    <>
      <p>{consent.how === "self" ? storyWords.agreedOn(day) : storyWords.agreedTold(day)}</p>
      <div class="row">
        <button
          type="button" aria-label={storyWords.withdrawFrom(title)}
          onClick={() => { task.clear(); asking.value = what; }}
        >
          {storyWords.withdraw}
        </button>
      </div>
      {asking.value === what && (
        <Confirm
          question={withdraw} yes={storyWords.withdrawYes} no={words.cancel}
          busy={task.busy.value} error={task.error.value}
          onYes={() => void takeBack(what)} onNo={() => { asking.value = null; }}
        />
      )}
    </>
  );
}

function ConsentCard({ what }: { what: ConsentKind }) {
  const { title, text } = storyWords.consents[what];
  const consent = consentTo(what);
  return (
    <section class="card">
      <h2>{title}</h2>
      <p>{text}</p>
      {consent && <Given what={what} consent={consent} />}
      {!consent && (
        <>
          <p class="quiet">{storyWords.notAgreed}</p>
          <div class="row">
            <button
              type="button" aria-label={storyWords.agreeTo(title)}
              disabled={task.busy.value} onClick={() => void give(what)}
            >
              {storyWords.agree}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

export function ConsentsView() {
  useEffect(() => () => { asking.value = null; }, []);
  useEffect(() => {
    task.clear();
    if (link.value === "live") {
      void loadProfile();
    }
  }, [link.value]);
  return (
    <section class="page">
      <PageHeading>{storyWords.consentsTitle}</PageHeading>
      <p>{storyWords.consentsText}</p>
      <FormError text={asking.value === null ? task.error.value : null} />
      {profile.value === null && <p class="quiet">{profileError.value ?? words.wait}</p>}
      {profile.value !== null && KINDS.map((what) => <ConsentCard key={what} what={what} />)}
    </section>
  );
}
