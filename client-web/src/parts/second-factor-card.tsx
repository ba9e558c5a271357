// One's second step of signing in, on one's own page.
import { useEffect } from "preact/hooks";
import { dayWords } from "../lib/dates";
import { loadSecondFactor, rest, secondFactor, step } from "../models/account";
import { link } from "../models/state";
import { accountWords as text } from "../strings-account";
import { useFocusBack } from "./focus-back";
import { SecondFactorSteps, startStep } from "./second-factor";

function Standing() {
  const now = secondFactor.value;
  if (now === null || step.value.at !== "rest") {
    return null;
  }
  return (
    <>
      <p>{now.on ? text.stepOn(dayWords(now.since ?? 0)) : text.stepOff}</p>
      {now.on && <p>{text.codesLeft(now.codes_left ?? 0)}</p>}
      {now.on && now.required && <p class="hint">{text.stepRequiredHere}</p>}
      <div class="row">
        <button type="button" onClick={() => startStep("begin")}>
          {now.on ? text.stepAgain : text.stepStart}
        </button>
        {now.on && !now.required && (
          <button type="button" onClick={() => startStep("remove")}>{text.stepRemove}</button>
        )}
      </div>
    </>
  );
}

export function SecondFactorCard() {
  useEffect(() => {
    if (link.value === "live") {
      loadSecondFactor().catch(() => undefined); // it comes with the connection
    }
  }, [link.value]);
  useEffect(() => rest, []);
  const heading = useFocusBack(step.value.at !== "rest");
  return (
    <section class="card">
      <h2 tabIndex={-1} ref={heading}>{text.stepTitle}</h2>
      <p class="hint">{text.stepWhy}</p>
      <Standing />
      <SecondFactorSteps onDone={rest} />
    </section>
  );
}
