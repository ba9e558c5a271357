// Accepting an invitation. The secret is in memory only and is used up by joining, not by looking.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { limits } from "#protocol";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import { lookAtInvite, seenInvite, type SpentInvite } from "../models/invite";
import { invitation } from "../models/routes";
import { acceptInvitation } from "../models/session";
import { say, signedIn } from "../models/state";
import { newTask } from "../models/task";
import { ownName } from "../models/titles";
import { Field, FormError, focusField, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { PasswordField } from "../parts/password-field";
import { words } from "../strings";

type FieldName = "name" | "handle" | "password";

const FIELDS: readonly FieldName[] = ["name", "handle", "password"];
const SHORTEST: Readonly<Record<FieldName, number>> = {
  name: 1, handle: limits.handle_bytes_min, password: limits.password_bytes_min };
const USER_NAME = /^[a-z0-9._-]{1,32}$/;
const EMAIL = /^[!-?A-~]+@[!-?A-~]+$/;

const task = newTask();
const wrong = signal<Partial<Record<FieldName, string>>>({});

function isHandle(text: string): boolean {
  return USER_NAME.test(text) || EMAIL.test(text);
}

function check(values: Record<FieldName, string>): Partial<Record<FieldName, string>> {
  const found: Partial<Record<FieldName, string>> = {};
  for (const name of FIELDS) {
    const isShort = values[name].length < SHORTEST[name];
    if (isShort || (name === "handle" && !isHandle(values.handle))) {
      found[name] = words.fieldEmpty[name];
    }
  }
  return found;
}

function explain(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  if (kind === "bad_request" && field === "password") {
    wrong.value = { password: words.passwordGuessed };
    return words.passwordGuessed;
  }
  if (kind === "expired" || kind === "not_found" || kind === "gone") {
    return words.inviteUsed;
  }
  return kind === "conflict" ? words.handleTaken : errorWords(cause);
}

async function onSubmit(event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const values = {
    name: valueOf(form, "name").trim(),
    handle: valueOf(form, "handle").trim().toLowerCase(),
    password: valueOf(form, "password"),
  };
  task.clear();
  wrong.value = check(values);
  const first = FIELDS.find((name) => wrong.value[name]);
  if (first) {
    focusField(form, first);
    return;
  }
  const secret = invitation.value ?? "";
  await task.run(
    () => acceptInvitation(secret, values.name, values.handle, values.password), explain);
}

/** Many come back through the link in the letter instead of signing in. */
function HaveAccount() {
  if (signedIn.value !== "no") {
    return null;
  }
  return (
    <button type="button" onClick={() => { invitation.value = null; }}>
      {words.haveAccount}
    </button>
  );
}

function WhileSignedIn() {
  if (signedIn.value !== "yes") {
    return null;
  }
  return (
    <div class="card">
      <p>{words.inviteWhileSignedIn(ownName())}</p>
      <button type="button" onClick={() => { invitation.value = null; }}>{words.notNow}</button>
    </div>
  );
}

function JoinForm({ givenName }: { givenName: string }) {
  const { name, handle, password } = wrong.value;
  return (
    <>
      <p>{words.inviteText}</p>
      <p>{words.whoCanRead}</p>
      <WhileSignedIn />
      <form class="card" noValidate onSubmit={(event) => void onSubmit(event)}>
        <FormError text={task.error.value} />
        <Field
          name="name" label={words.yourName} hint={words.yourNameHint} error={name}
          autocomplete="given-name" max={80} value={givenName}
        />
        <Field
          name="handle" label={words.newHandle} hint={words.newHandleHint} error={handle}
          autocomplete="username" plain max={254}
        />
        <PasswordField
          name="password" label={words.newPassword} hint={words.newPasswordHint}
          error={password} autocomplete="new-password"
        />
        <button type="submit" class="strong" disabled={task.busy.value}>
          {task.busy.value ? words.wait : words.join}
        </button>
      </form>
    </>
  );
}

/** The link is no longer good: what to do next, and no form to fill in for nothing. */
function Spent({ state }: { state: SpentInvite }) {
  useEffect(() => say(words.inviteSpent[state]), [state]);
  return (
    <div class="card">
      <p>{words.inviteSpent[state]}</p>
      {signedIn.value === "yes" && (
        <button type="button" onClick={() => { invitation.value = null; }}>
          {words.inviteGoOn(ownName())}
        </button>
      )}
    </div>
  );
}

function Invitation() {
  const seen = seenInvite.value;
  if (seen === null) {
    return <p class="quiet">{words.wait}</p>;
  }
  return seen.state === "open"
    ? <JoinForm givenName={seen.name} /> : <Spent state={seen.state} />;
}

export function AcceptInviteView() {
  useEffect(() => {
    task.clear(); // what was wrong with another link
    wrong.value = {};
    void lookAtInvite();
  }, [invitation.value]);
  return (
    <section class="page narrow">
      <PageHeading>{words.inviteTitle}</PageHeading>
      <Invitation />
      <HaveAccount />
    </section>
  );
}
