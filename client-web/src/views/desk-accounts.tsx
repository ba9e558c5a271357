// Pausing an account, giving it back, and keeping two people apart.
import { loadDesk } from "../models/desk";
import {
  allowContact, apartTask, keepApart, pauseAccount, pauseTask, restoreAccount, restoreTask,
} from "../models/desk-accounts";
import { useDesk } from "../models/desk-live";
import { hasRole } from "../models/roles";
import { me, tell } from "../models/state";
import { newTask } from "../models/task";
import { Field, focusField, FormError, Select, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { WayIn } from "../parts/desk-way-in";
import { heldRoles, PeopleSelect, personNamed } from "../parts/people-select";
import type { PersonEntry } from "../lib/wire";
import { leadWords as text } from "../strings-lead";

const REASON_MAX = 400; // protocol: reason
const loading = newTask();

function isFree(): boolean {
  return hasRole("safeguarding_lead") || hasRole("administrator");
}

/** Colleagues are not for a coordinator to pause, and nobody pauses herself. */
function mayPause(person: PersonEntry): boolean {
  return person.id !== me.value?.person && (isFree()
    || heldRoles(person).every((role) => role === "carer" || role === "supporter"));
}

type Send = (form: HTMLFormElement) => Promise<void>;

function submitted(send: Send) {
  return (event: SubmitEvent) => {
    event.preventDefault();
    void send(event.currentTarget as HTMLFormElement);
  };
}

async function pause(form: HTMLFormElement): Promise<void> {
  const [person, reason] = [valueOf(form, "pause-who"), valueOf(form, "pause-reason").trim()];
  const hours = valueOf(form, "pause-hours");
  const empty = person === "" ? "pause-who" : reason === "" ? "pause-reason" : null;
  if (empty !== null) {
    pauseTask.error.value = empty === "pause-who" ? text.whoNeeded : text.reasonNeeded;
    focusField(form, empty);
  } else if (await pauseAccount(person, reason, hours === "" ? null : Number(hours))) {
    form.reset();
    tell(text.paused(personNamed(person)));
  }
}

function Pause() {
  const lengths = text.pauseLengths.map(([value, label]) => ({ value, label }));
  return (
    <section class="card">
      <h2>{text.pauseTitle}</h2>
      <p class="hint">{isFree() ? text.pauseText : text.pauseTextDay}</p>
      <form noValidate onSubmit={submitted(pause)}>
        <FormError text={pauseTask.error.value} />
        <PeopleSelect name="pause-who" label={text.person} among={mayPause} />
        {isFree() && <Select name="pause-hours" label={text.pauseFor} options={lengths} />}
        <Field
          name="pause-reason" type="lines" label={text.pauseReason} max={REASON_MAX}
          capitals="sentences"
        />
        <button type="submit" class="strong" disabled={pauseTask.busy.value}>{text.pauseYes}</button>
      </form>
    </section>
  );
}

async function restore(form: HTMLFormElement): Promise<void> {
  const person = valueOf(form, "restore-who");
  if (person === "") {
    restoreTask.error.value = text.whoNeeded;
    focusField(form, "restore-who");
  } else if (await restoreAccount(person, valueOf(form, "restore-reason").trim())) {
    form.reset();
    tell(text.restored(personNamed(person)));
  }
}

function Restore() {
  return (
    <section class="card">
      <h2>{text.restoreTitle}</h2>
      <p class="hint">{text.restoreText}</p>
      <form noValidate onSubmit={submitted(restore)}>
        <FormError text={restoreTask.error.value} />
        <PeopleSelect name="restore-who" label={text.person} among={mayPause} />
        <Field name="restore-reason" label={text.restoreReason} max={REASON_MAX} capitals="sentences" />
        <button type="submit" class="strong" disabled={restoreTask.busy.value}>
          {text.restoreYes}
        </button>
      </form>
    </section>
  );
}

async function apart(form: HTMLFormElement, isLift: boolean): Promise<void> {
  const [one, other] = [valueOf(form, "apart-one"), valueOf(form, "apart-other")];
  if (one === "" || other === "" || one === other) {
    apartTask.error.value = text.twoNeeded;
    focusField(form, one === "" ? "apart-one" : "apart-other");
  } else if (await (isLift ? allowContact : keepApart)(one, other)) {
    form.reset();
    tell((isLift ? text.apartLifted : text.apart)(personNamed(one), personNamed(other)));
  }
}

/** Whose click it was says what is wished: Enter in a box keeps them apart. */
function isLift(event: SubmitEvent): boolean {
  return event.submitter?.getAttribute("value") === "lift";
}

function Apart() {
  return (
    <section class="card">
      <h2>{text.apartTitle}</h2>
      <p class="hint">{text.apartText}</p>
      <form noValidate onSubmit={(event) => submitted((form) => apart(form, isLift(event)))(event)}>
        <FormError text={apartTask.error.value} />
        <PeopleSelect name="apart-one" label={text.apartOne} />
        <PeopleSelect name="apart-other" label={text.apartOther} />
        <div class="row">
          <button type="submit" class="strong" value="place" disabled={apartTask.busy.value}>
            {text.apartYes}
          </button>
          {hasRole("safeguarding_lead") && (
            <button type="submit" value="lift" disabled={apartTask.busy.value}>
              {text.apartLift}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

export function DeskAccounts() {
  useDesk(loadDesk, loading);
  return (
    <>
      <PageHeading>{text.pages.accounts}</PageHeading>
      <FormError text={loading.error.value} />
      <div class="desk-parts">
        <div>
          <Pause />
          {(hasRole("coordinator") || hasRole("administrator")) && <WayIn />}
        </div>
        <div>
          <Restore />
          {(hasRole("safeguarding_lead") || hasRole("coordinator")) && <Apart />}
        </div>
      </div>
    </>
  );
}
