// Matching: begin a run, look at what it proposes, change it at a known price, decide.
import { signal } from "@preact/signals";
import { useDesk } from "../models/desk-live";
import {
  approveAll, approving, notApproved,
} from "../models/desk-deciding";
import {
  chosenRun, isOpen, loadMatching, matchingTask, runs, shown, undecided,
} from "../models/desk-matching";
import { isCoordinator } from "../models/members";
import { Confirm } from "../parts/confirm";
import { TableKeys } from "../parts/desk-table";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { RunFigures } from "../parts/run-facts";
import { ChooseRun, StartRun } from "../parts/run-start";
import { Dropped, Proposals, UnmatchedCarers } from "../parts/run-tables";
import { words } from "../strings";
import { deskWords } from "../strings-desk";

const asksAll = signal(false);

async function approveShown(): Promise<void> {
  await approveAll();
  asksAll.value = false;
}

function ApproveAll() {
  const count = undecided.value.length;
  const at = approving.value;
  if (!isCoordinator() || !isOpen.value || (count < 2 && at === null)) {
    return null;
  }
  return (
    <>
      <button
        type="button" aria-expanded={asksAll.value} disabled={at !== null}
        onClick={() => { asksAll.value = true; }}
      >
        {deskWords.approveAll(count)}
      </button>
      {asksAll.value && (
        <Confirm
          question={deskWords.approveAllAsk(count)} yes={deskWords.approveAllYes(count)}
          no={words.cancel} busy={at !== null} onYes={() => void approveShown()}
          onNo={() => { asksAll.value = false; }}
        />
      )}
      {at && <p class="quiet" role="status">{deskWords.approvingOne(at.at, at.of)}</p>}
    </>
  );
}

function NotApproved() {
  return notApproved.value.length === 0 ? null : (
    <div class="form-error">
      <p class="error">{deskWords.notApproved}</p>
      <ul class="dotted">{notApproved.value.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  );
}

function RunShown() {
  const now = shown.value;
  if (now === null) {
    const isKnown = runs.value !== null;
    return <p class="quiet">{isKnown ? deskWords.runNone : matchingTask.error.value ?? words.wait}</p>;
  }
  return (
    <>
      <div class="filters"><ChooseRun /></div>
      {now.run.state === "replaced" && <p class="notice-line">{deskWords.runReplaced}</p>}
      <RunFigures run={now.run} />
      <section>
        <h2>{deskWords.proposals}</h2>
        <TableKeys letters={isCoordinator() ? deskWords.matchingKeys : deskWords.matchingLeadKeys} />
        <NotApproved />
        <ApproveAll />
        <Proposals />
      </section>
      <section>
        <h2>{deskWords.unmatched}</h2>
        <UnmatchedCarers />
      </section>
      <Dropped />
    </>
  );
}

export function DeskMatching() {
  useDesk(loadMatching, matchingTask, chosenRun.value);
  return (
    <>
      <PageHeading>{deskWords.matchingTitle}</PageHeading>
      {!isCoordinator() && <p class="hint">{deskWords.readOnly}</p>}
      <FormError text={matchingTask.error.value} />
      <StartRun />
      <RunShown />
    </>
  );
}
