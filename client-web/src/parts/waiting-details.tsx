// What one sees and does about somebody who waits.
import type { WaitingRow } from "../lib/wire-desk";
import { dateWords } from "../lib/dates";
import { explainPair } from "../models/desk-deciding";
import { changeWaiting, mayScreen, missingOf, waitingTable } from "../models/desk-waiting";
import { isCoordinator } from "../models/members";
import { go } from "../models/routes";
import { me, tell } from "../models/state";
import { deskWords } from "../strings-desk";
import { type RowAction, RowActions } from "./desk-form";
import { FormError } from "./field";
import { CloseForm, ConsentForm, ScreenForm } from "./waiting-forms";

const FORMS: Readonly<Record<string, typeof ScreenForm>> = {
  screen: ScreenForm, consent: ConsentForm, close: CloseForm,
};

export async function toggleUrgent(row: WaitingRow): Promise<void> {
  const urgent = !row.urgent;
  if (await changeWaiting("request.urgent", { request: row.request, urgent })) {
    tell((urgent ? deskWords.markedUrgent : deskWords.unmarkedUrgent)(row.name));
  }
}

async function togglePause(row: WaitingRow): Promise<void> {
  const isPaused = row.state === "paused";
  const method = isPaused ? "request.resume" : "request.pause";
  if (await changeWaiting(method, { request: row.request })) {
    tell((isPaused ? deskWords.resumed : deskWords.paused)(row.name));
  }
}

async function takeOwn(row: WaitingRow): Promise<void> {
  if (await changeWaiting("request.take", { request: row.request })) {
    tell(deskWords.tookOwn(row.name));
  }
}

async function offerWished(row: WaitingRow, wished: WaitingRow["wished"][number]): Promise<void> {
  if (await changeWaiting("cuppa.approve", { cuppa: wished.cuppa }, explainPair)) {
    tell(deskWords.wishedOffered(row.name, wished.name));
  }
}

/** With whom she would like to go on after a half-hour, as they would with her. */
function Wished({ row }: { row: WaitingRow }) {
  return (
    <>
      {row.wished.map((wished) => (
        <div key={wished.cuppa}>
          <p>{deskWords.wishedBoth(row.name, wished.name)}</p>
          {isCoordinator() && row.state === "waiting" && (
            <button
              type="button" disabled={waitingTable.task.busy.value}
              onClick={() => void offerWished(row, wished)}
            >
              {deskWords.wishedOffer(wished.name)}
            </button>
          )}
          {row.state !== "waiting" && <p class="hint">{deskWords.wishedFirst}</p>}
        </div>
      ))}
    </>
  );
}

function actionsOf(row: WaitingRow): RowAction[] {
  const urgent = {
    label: row.urgent ? deskWords.unmarkUrgent : deskWords.markUrgent,
    act: () => void toggleUrgent(row),
  };
  const profile = {
    label: deskWords.profile, act: () => go({ view: "desk", page: "profile", person: row.person }),
  };
  if (!isCoordinator()) {
    return [urgent, profile];
  }
  const isMine = row.coordinator?.person === me.value?.person;
  const rests = row.state === "waiting" || row.state === "paused";
  return [
    ...(mayScreen(row) ? [{ label: deskWords.screen, form: "screen", strong: true }] : []),
    {
      label: deskWords.recordConsent, form: "consent", strong: row.missing.includes("matching"),
    },
    urgent,
    ...(isMine ? [] : [{ label: deskWords.takeOwn, act: () => void takeOwn(row) }]),
    ...(rests ? [{
      label: row.state === "paused" ? deskWords.resume : deskWords.pause,
      act: () => void togglePause(row),
    }] : []),
    profile,
    { label: deskWords.closeRequest, form: "close" },
  ];
}

export function missingWords(row: WaitingRow): string {
  const codes = missingOf(row);
  return codes.length === 0 ? deskWords.nothingMissing
    : codes.map((code) => deskWords.missing[code] ?? code).join(", ");
}

export function WaitingDetails({ row }: { row: WaitingRow }) {
  const asked = waitingTable.asked.value;
  const Form = FORMS[asked ?? ""];
  return (
    <div class="row-details">
      <p>
        {row.since === undefined ? deskWords.clockNotBegun : deskWords.since(dateWords(row.since))}
        {" "}{deskWords.tiers[row.tier]}.
      </p>
      <Wished row={row} />
      <p class="hint">{deskWords.profileNote}</p>
      {Form === undefined && <FormError text={waitingTable.task.error.value} />}
      <RowActions table={waitingTable} actions={actionsOf(row)} />
      {Form && <Form key={asked} row={row} />}
    </div>
  );
}
