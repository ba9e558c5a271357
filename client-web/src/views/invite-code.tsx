// The code of an invitation, typed by somebody to whom it was read out.
import { useEffect } from "preact/hooks";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { openInvite } from "../models/invite";
import { newTask } from "../models/task";
import { digitsOf, Field, focusField, FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { accountWords as text } from "../strings-account";
import { words } from "../strings";

const DIGITS = 16;
const task = newTask();

function explain(cause: unknown): string {
  return asRpcError(cause).kind === "not_found" ? text.inviteCodeWrong : errorWords(cause);
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const code = digitsOf(form, "code");
  task.clear();
  if (code.length === DIGITS) {
    await task.run(() => openInvite(code), explain);
  } else {
    task.error.value = text.inviteCodeLong;
  }
  if (task.error.value) {
    focusField(form, "code");
  }
}

export function InviteCodeView({ onBack }: { onBack: () => void }) {
  useEffect(() => () => task.clear(), []);
  return (
    <section class="page narrow">
      <PageHeading>{text.inviteCodeTitle}</PageHeading>
      <p>{text.inviteCodeText}</p>
      <form class="card" noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field name="code" label={text.inviteCode} hint={text.inviteCodeHint} digits />
        <div class="row">
          <button type="submit" class="strong" disabled={task.busy.value}>
            {task.busy.value ? words.wait : text.inviteCodeGoOn}
          </button>
          <button type="button" onClick={onBack}>{words.back}</button>
        </div>
      </form>
    </section>
  );
}
