// The first page of staff who have to set up a second step of signing in: nothing else is open.
// An app, or a passkey; who has one signs in with that.
import { useEffect } from "preact/hooks";
import { errorWords } from "../lib/error-words";
import { isNoPasskey, knowsPasskeys } from "../lib/passkey";
import { asRpcError } from "../lib/rpc-error";
import { rest, step } from "../models/account";
import { loadPasskeys, passkeys } from "../models/passkeys";
import { connectAgain, signInByUnlocking, signOut } from "../models/session";
import { newTask } from "../models/task";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { FirstPasskeyCard, isAddingPasskey } from "../parts/passkey-card";
import { SecondFactorSteps, startStep } from "../parts/second-factor";
import { accountWords as text } from "../strings-account";
import { passkeyWords } from "../strings-passkey";
import { words } from "../strings";

const task = newTask();

function done(): void {
  rest();
  connectAgain();
}

function AppCard() {
  return (
    <section class="card">
      <h2>{text.stepTitle}</h2>
      <p class="hint">{text.stepWhy}</p>
      {step.value.at === "rest" && (
        <button type="button" class="strong" onClick={() => startStep("begin")}>
          {text.stepStart}
        </button>
      )}
      <SecondFactorSteps onDone={done} />
    </section>
  );
}

function explain(cause: unknown): string {
  return isNoPasskey(cause) || asRpcError(cause).kind === "unauthenticated"
    ? passkeyWords.notDone : errorWords(cause);
}

function Unlock() {
  return (
    <section class="card">
      <h2>{passkeyWords.knownTitle}</h2>
      <p>{passkeyWords.known}</p>
      {knowsPasskeys() && (
        <button
          type="button" class="strong" disabled={task.busy.value}
          onClick={() => void task.run(signInByUnlocking, explain)}
        >
          {words.unlockIn}
        </button>
      )}
    </section>
  );
}

/** What is begun stands alone: its boxes have the names of the other's. */
function Ways() {
  const canUnlock = knowsPasskeys();
  if (passkeys.value === null) {
    return <p class="quiet">{words.wait}</p>;
  }
  // Once the spare codes are on the page they stay on it.
  if (passkeys.value.length > 0 && !isAddingPasskey.value && step.value.at === "rest") {
    return <Unlock />;
  }
  return (
    <>
      {canUnlock && <p>{text.stepTwoWays}</p>}
      {!isAddingPasskey.value && <AppCard />}
      {canUnlock && step.value.at === "rest" && <FirstPasskeyCard onDone={done} />}
    </>
  );
}

export function SecondFactorView() {
  useEffect(() => {
    loadPasskeys().catch(() => { passkeys.value ??= []; }); // the server refuses what must not be
    return rest;
  }, []);
  return (
    <section class="page narrow">
      <PageHeading>{text.stepRequiredTitle}</PageHeading>
      <p>{text.stepRequired}</p>
      <Ways />
      <FormError text={task.error.value} />
      {step.value.at !== "codes" && (
        <button type="button" class="no-print" onClick={() => void task.run(() => signOut())}>
          {text.signOutInstead}
        </button>
      )}
    </section>
  );
}
