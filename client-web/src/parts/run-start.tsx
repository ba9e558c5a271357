// When the next runs are, beginning one now, how it goes on, and which one is shown.
import { useEffect } from "preact/hooks";
import { dayWords, timeWords } from "../lib/dates";
import type { RunRow } from "../lib/wire-desk";
import { loadAgain, startRun } from "../models/desk-deciding";
import {
  chosenRun, isReadable, matchingTask, nextRuns, runs, shown, underWay,
} from "../models/desk-matching";
import { isCoordinator } from "../models/members";
import { link } from "../models/state";
import { deskWords } from "../strings-desk";
import { Select } from "./field";

const LOOK_AGAIN_MS = 2_000; // the server tells as well; this is for words that got lost

function whenWords(at_utc_ms: number): string {
  return `${dayWords(at_utc_ms)}, ${timeWords(at_utc_ms)}`;
}

function Progress() {
  const run = underWay.value;
  useEffect(() => {
    if (run === null || link.value !== "live") {
      return undefined;
    }
    const timer = setInterval(() => void loadAgain(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [run?.run, link.value]);
  return (
    <p class="quiet" role="status">{run === null ? "" : deskWords.runBusyStates[run.state]}</p>
  );
}

export function StartRun() {
  const next = nextRuns.value;
  const isBusy = matchingTask.busy.value || underWay.value !== null;
  // Not disabled: a run takes a while, and who began it by keyboard stays where she is.
  const begin = (lane: "weekly" | "urgent") => {
    if (!isBusy) {
      void startRun(lane);
    }
  };
  return (
    <>
      {next && (
        <p class="hint">{deskWords.nextRuns(whenWords(next.urgent_at), whenWords(next.weekly_at))}</p>
      )}
      {isCoordinator() && (
        <div class="row">
          <button
            type="button" class="strong" aria-disabled={isBusy} onClick={() => begin("weekly")}
          >
            {deskWords.runWeekly}
          </button>
          <button type="button" aria-disabled={isBusy} onClick={() => begin("urgent")}>
            {deskWords.runUrgent}
          </button>
        </div>
      )}
      <Progress />
    </>
  );
}

function byWords(run: RunRow): string {
  if (run.requested_by === undefined) {
    return deskWords.byTimetable;
  }
  return run.origin === undefined ? run.requested_by.name
    : deskWords.byAdjusting(run.requested_by.name);
}

export function ChooseRun() {
  const options = (runs.value ?? []).filter(isReadable).map((run) => ({
    value: run.run,
    label: deskWords.runName(
      whenWords(run.requested_at), deskWords.lanes[run.lane] ?? run.lane, byWords(run)),
  }));
  const choose = (run: string) => {
    chosenRun.value = run;
    void loadAgain();
  };
  return options.length === 0 ? null : (
    <Select
      name="run" label={deskWords.runs} options={options} value={shown.value?.run.run ?? ""}
      onChange={choose}
    />
  );
}
