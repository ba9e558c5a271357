// What stands around a person's story: consents, the queue, who is on the case, safety.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import type { Params, Profile } from "../lib/wire-desk";
import { deskPeople, loadDesk } from "../models/desk";
import { changeProfile, profileTask } from "../models/desk-profile";
import { READINESS_DAYS } from "../models/desk-supporters";
import { isCoordinator } from "../models/members";
import { me, tell } from "../models/state";
import { words } from "../strings";
import { deskWords } from "../strings-desk";
import { Select, valueOf } from "./field";
import { ConsentBoxes, consentOf } from "./waiting-forms";

interface CardProps { person: string; now: Profile }

const recording = signal(false);

async function record(event: SubmitEvent, person: string): Promise<void> {
  event.preventDefault();
  const consent = consentOf(event.currentTarget as HTMLFormElement, person);
  if (await changeProfile(person, "consent.record", consent)) {
    recording.value = false;
    tell(deskWords.consentRecorded);
  }
}

export function Consents({ person, now }: CardProps) {
  useEffect(() => () => { recording.value = false; }, []);
  return (
    <section class="card">
      <h2>{deskWords.consentsTitle}</h2>
      {now.consents.length === 0 && <p class="quiet">{deskWords.consentNone}</p>}
      <ul class="plain">
        {now.consents.map(({ what, how, at }) => (
          <li key={what}>
            {deskWords.consentLine(
              deskWords.consents[what] ?? what, deskWords.hows[how] ?? how, dateWords(at))}
          </li>
        ))}
      </ul>
      {isCoordinator() && (
        <button
          type="button" aria-expanded={recording.value}
          onClick={() => { recording.value = !recording.value; }}
        >
          {deskWords.recordConsent}
        </button>
      )}
      {recording.value && (
        <form
          class="row-form" aria-label={deskWords.recordConsent} noValidate
          onSubmit={(event) => void record(event, person)}
        >
          <ConsentBoxes />
          <button type="submit" class="strong" disabled={profileTask.busy.value}>
            {deskWords.save}
          </button>
        </form>
      )}
    </section>
  );
}

export function Queue({ person, now }: CardProps) {
  const submit = async () => {
    if (await changeProfile(person, "request.submit_for", { person })) {
      tell(deskWords.queued(now.name));
    }
  };
  return now.role !== "carer" || !isCoordinator() ? null : (
    <section class="card">
      <h2>{deskWords.putInQueue}</h2>
      <p class="hint">{deskWords.putInQueueText}</p>
      <button
        type="button" class="strong" disabled={profileTask.busy.value} onClick={() => void submit()}
      >
        {deskWords.putInQueue}
      </button>
    </section>
  );
}

export function Readiness({ now }: { now: Profile }) {
  const ready = now.readiness;
  return ready === undefined ? null : (
    <section class="card">
      <h2>{deskWords.readinessFacts}</h2>
      <dl class="facts">
        {READINESS_DAYS.map((name) => {
          const at = name === "resting_until" ? now.supporter?.resting_until : ready[name];
          return (
            <div key={name}>
              <dt>{deskWords.readiness[name]}</dt>
              <dd>{at === undefined ? deskWords.notYet : dateWords(at)}</dd>
            </div>
          );
        })}
        <div><dt>{deskWords.dbsTitle}</dt><dd>{deskWords.dbs[ready.dbs]}</dd></div>
      </dl>
    </section>
  );
}

type CasePart = Params["case.add"]["part"];

async function addToCase(event: SubmitEvent, carer: string): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const person = valueOf(form, "case-person");
  if (person === "") {
    profileTask.error.value = words.chooseOne;
    return;
  }
  const params = { carer, person, part: valueOf(form, "case-part") as CasePart };
  if (await changeProfile(carer, "case.add", params)) {
    tell(deskWords.caseAdded(deskPeople.value.find(({ id }) => id === person)?.name ?? ""));
  }
}

function AddToCase({ person, now }: CardProps) {
  const here = new Set(now.case_people.map((one) => one.person));
  const options = [{ value: "", label: words.choose }].concat(deskPeople.value
    .filter(({ id }) => id !== person && !here.has(id))
    .map(({ id, name }) => ({ value: id, label: name })));
  const parts = Object.entries(deskWords.caseParts).map(([value, label]) => ({ value, label }));
  return (
    <form noValidate onSubmit={(event) => void addToCase(event, person)}>
      <Select name="case-person" label={deskWords.caseWho} options={options} />
      <Select name="case-part" label={deskWords.casePart} options={parts} />
      <button type="submit" disabled={profileTask.busy.value}>{deskWords.caseAdd}</button>
    </form>
  );
}

export function CasePeople({ person, now }: CardProps) {
  useEffect(() => { loadDesk().catch((cause: unknown) => profileTask.explain(cause)); }, []);
  const remove = async (id: string, name: string) => {
    if (await changeProfile(person, "case.remove", { carer: person, person: id })) {
      tell(deskWords.caseRemoved(name));
    }
  };
  return now.role !== "carer" ? null : (
    <section class="card">
      <h2>{deskWords.caseTitle}</h2>
      <p class="hint">{deskWords.caseText}</p>
      {now.case_people.length === 0 && <p class="quiet">{deskWords.caseNone}</p>}
      <ul class="plain">
        {now.case_people.map((one) => (
          <li class="person-line" key={one.person}>
            <p>{nameOf(one)}<span class="person-role">{deskWords.caseParts[one.part]}</span></p>
            {isCoordinator() && (
              <button
                type="button" aria-label={deskWords.caseRemove(nameOf(one))}
                onClick={() => void remove(one.person, nameOf(one))}
              >
                {deskWords.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {isCoordinator() && <AddToCase person={person} now={now} />}
    </section>
  );
}

function isLead(): boolean {
  return me.value?.roles.some((grant) => grant.role === "safeguarding_lead") ?? false;
}

/** A supporter who goes through it herself: the safeguarding lead has talked it over with her. */
export function InCrisis({ person, now }: CardProps) {
  const { supporter } = now;
  if (supporter === undefined || (!isLead() && !supporter.crisis_allowed)) {
    return null;
  }
  const allowed = supporter.crisis_allowed === true;
  const turn = async () => {
    if (await changeProfile(person, "supporter.allow_crisis", { person, allowed: !allowed })) {
      tell((allowed ? deskWords.crisisForbidden : deskWords.crisisAllowed)(now.name));
    }
  };
  return (
    <section class="card">
      <h2>{deskWords.crisisTitle}</h2>
      <p>{allowed ? deskWords.crisisYes : deskWords.crisisNo}</p>
      {isLead() && (
        <button type="button" disabled={profileTask.busy.value} onClick={() => void turn()}>
          {allowed ? deskWords.crisisForbid : deskWords.crisisAllow}
        </button>
      )}
    </section>
  );
}

export function Safety({ person, now }: CardProps) {
  const liftHold = async () => {
    if (await changeProfile(person, "hold.lift", { person })) {
      tell(deskWords.holdLifted(now.name));
    }
  };
  const liftContact = async (other: string) => {
    if (await changeProfile(person, "no_contact.lift", { a: person, b: other })) {
      tell(deskWords.noContactLifted);
    }
  };
  return !now.on_hold && now.no_contact.length === 0 ? null : (
    <section class="card">
      <h2>{deskWords.safetyTitle}</h2>
      {now.on_hold && <p>{deskWords.onHold}</p>}
      {now.on_hold && isLead() && (
        <button type="button" onClick={() => void liftHold()}>{deskWords.holdLift}</button>
      )}
      {now.no_contact.length > 0 && (
        <p>{deskWords.noContactList(now.no_contact.map(nameOf))}</p>
      )}
      {isLead() && now.no_contact.map((other) => (
        <button type="button" key={other.person} onClick={() => void liftContact(other.person)}>
          {deskWords.noContactLift(nameOf(other))}
        </button>
      ))}
    </section>
  );
}
