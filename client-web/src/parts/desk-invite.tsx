// Inviting somebody: the answer is a link to send, shown once.
import { dayWords } from "../lib/dates";
import { copyText } from "../lib/clipboard";
import type { Role } from "../lib/wire";
import { invitableRoles, invite, invited, ownAreas } from "../models/desk";
import { say, tell } from "../models/state";
import { newTask } from "../models/task";
import { words } from "../strings";
import { wayInWords } from "../strings-way-in";
import { Field, FormError, focusField, Select, valueOf } from "./field";

const task = newTask();
const WHOLE = "";
const ORGANISATION_WIDE: readonly Role[] = ["safeguarding_lead", "administrator"];

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const name = valueOf(form, "name").trim();
  const role = valueOf(form, "role") as Role;
  const area = ORGANISATION_WIDE.includes(role) ? WHOLE : valueOf(form, "area");
  if (name === "") {
    task.error.value = words.fieldEmpty.name;
    focusField(form, "name");
    return;
  }
  await task.run(() => invite(name, role, area === WHOLE ? null : area));
  if (!task.error.value) {
    form.reset();
    say(words.linkReady(name));
  }
}

async function copyLink(link: string): Promise<void> {
  if (await copyText(link)) {
    tell(words.copied);
  }
}

function InviteLink() {
  const made = invited.value;
  if (!made) {
    return null;
  }
  return (
    <div class="made">
      <label for="invite-link">{words.linkReady(made.name)}</label>
      <input
        id="invite-link" readOnly value={made.link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p class="hint">{words.linkUntil(dayWords(made.expires_at))}</p>
      <button type="button" onClick={() => void copyLink(made.link)}>{words.copyLink}</button>
      <label for="invite-code">{wayInWords.inviteCode(made.name)}</label>
      <input
        id="invite-code" readOnly value={made.code}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p class="hint">
        {wayInWords.inviteCodeUntil(dayWords(made.code_expires_at), new URL(made.link).host)}
      </p>
    </div>
  );
}

export function DeskInvite() {
  const roles = invitableRoles.value.map((role) => ({ value: role, label: words.roles[role] }));
  const areas = ownAreas.value.map(({ id, name }) => ({ value: id, label: name }));
  const whole = invitableRoles.value.includes("administrator")
    ? [{ value: WHOLE, label: words.wholeOrganisation }] : [];
  return (
    <section class="card">
      <h2>{words.deskInvite}</h2>
      <p class="hint">{words.deskInviteText}</p>
      <form noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field name="name" label={words.inviteName} max={80} />
        <Select name="role" label={words.inviteRole} options={roles} />
        <Select name="area" label={words.inviteArea} options={areas.concat(whole)} />
        <button type="submit" class="strong" disabled={task.busy.value}>{words.makeLink}</button>
      </form>
      <InviteLink />
    </section>
  );
}
