// The first page of staff who have to set up a second step of signing in: nothing else is open.
import { useEffect } from "preact/hooks";
import { rest, step } from "../models/account";
import { connectAgain, signOut } from "../models/session";
import { newTask } from "../models/task";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { SecondFactorSteps, startStep } from "../parts/second-factor";
import { accountWords as text } from "../strings-account";

const task = newTask();

function done(): void {
  rest();
  connectAgain();
}

export function SecondFactorView() {
  useEffect(() => rest, []);
  return (
    <section class="page narrow">
      <PageHeading>{text.stepRequiredTitle}</PageHeading>
      <p>{text.stepRequired}</p>
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
      <FormError text={task.error.value} />
      {step.value.at !== "codes" && (
        <button type="button" class="no-print" onClick={() => void task.run(() => signOut())}>
          {text.signOutInstead}
        </button>
      )}
    </section>
  );
}
