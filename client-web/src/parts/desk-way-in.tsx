// Helping somebody who cannot sign in.
import { useEffect } from "preact/hooks";
import { momentWords } from "../lib/dates";
import { begun, beginRecovery, codeTask, mayHelp, resetSecondFactor, resetTask } from "../models/desk-way-in";
import { say, tell } from "../models/state";
import type { Task } from "../models/task";
import { leadWords } from "../strings-lead";
import { wayInWords as text } from "../strings-way-in";
import { Field, focusField, FormError, valueOf } from "./field";
import { PeopleSelect, personNamed } from "./people-select";

const REASON_MAX = 400; // protocol: reason

interface HelpForm {
  name: "code" | "reset";
  task: Task;
  yes: string;
  help: (person: string, reason: string) => Promise<boolean>;
  done: (name: string) => void;
}

async function send(event: SubmitEvent, { name, task, help, done }: HelpForm): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const person = valueOf(form, `${name}-who`);
  const reason = valueOf(form, `${name}-reason`).trim();
  const empty = person === "" ? `${name}-who` : reason === "" ? `${name}-reason` : null;
  if (empty !== null) {
    task.error.value = person === "" ? leadWords.whoNeeded : leadWords.reasonNeeded;
    focusField(form, empty);
  } else if (await help(person, reason)) {
    form.reset();
    done(personNamed(person));
  }
}

function HelpForm(props: HelpForm) {
  const { name, task, yes } = props;
  return (
    <form noValidate onSubmit={(event) => void send(event, props)}>
      <FormError text={task.error.value} />
      <PeopleSelect name={`${name}-who`} label={leadWords.person} among={mayHelp} />
      <Field name={`${name}-reason`} label={text.codeWhy} max={REASON_MAX} capitals="sentences" />
      <button type="submit" class="strong" disabled={task.busy.value}>{yes}</button>
    </form>
  );
}

function Code() {
  const made = begun.value;
  if (made === null) {
    return null;
  }
  return (
    <div class="made">
      <label for="recovery-code">{text.codeFor(personNamed(made.person))}</label>
      <input id="recovery-code" class="key" readOnly value={made.code} />
      <p class="hint">{text.codeFrom(momentWords(made.usable_at), momentWords(made.expires_at))}</p>
    </div>
  );
}

export function WayIn() {
  useEffect(() => () => {
    begun.value = null;
    codeTask.clear();
    resetTask.clear();
  }, []);
  return (
    <>
      <section class="card">
        <h2>{text.codeTitle}</h2>
        <p class="hint">{text.codeText}</p>
        <HelpForm
          name="code" task={codeTask} yes={text.codeYes} help={beginRecovery}
          done={(name) => say(text.codeMade(name))}
        />
        <Code />
      </section>
      <section class="card">
        <h2>{text.resetTitle}</h2>
        <p class="hint">{text.resetText}</p>
        <HelpForm
          name="reset" task={resetTask} yes={text.resetYes} help={resetSecondFactor}
          done={(name) => tell(text.resetDone(name))}
        />
      </section>
    </>
  );
}
