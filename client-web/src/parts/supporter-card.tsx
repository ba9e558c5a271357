// A supporter's own time and strength: the week's weather, how much she can do, breaks, readiness.
import { serverNow_utc_ms } from "../lib/clock";
import { dateWords } from "../lib/dates";
import { errorWords } from "../lib/error-words";
import { asRpcError } from "../lib/rpc-error";
import type { SupporterState, Weather } from "../lib/wire";
import { request } from "../models/request";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { matchingWords } from "../strings-matching";
import { FormError, Select, valueOf } from "./field";

const WEATHERS: readonly Weather[] = ["bright", "all_right", "heavy"];
const PEOPLE = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20];
const HOURS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40];
const BREAK_WEEKS = [1, 2, 4, 8, 12];
const WEEK_MS = 7 * 86_400_000;

const weatherTask = newTask();
const capacityTask = newTask();
const breakTask = newTask();

async function sayWeather(weather: Weather): Promise<void> {
  const done = await weatherTask.run(async () => {
    await request("supporter.weather", { weather });
    await loadToday();
    return true;
  });
  if (done) {
    tell(matchingWords.weatherDone[weather]);
  }
}

export function WeatherBody({ state }: { state: SupporterState | null }) {
  const said = state?.weather;
  return (
    <>
      <p class="hint">{matchingWords.weatherText}</p>
      <FormError text={weatherTask.error.value} />
      <div class="three">
        {WEATHERS.map((weather) => (
          <button
            key={weather} type="button" aria-pressed={said === weather}
            disabled={weatherTask.busy.value} onClick={() => void sayWeather(weather)}
          >
            {matchingWords.weathers[weather]}
          </button>
        ))}
      </div>
      {said && state?.weather_at !== undefined && (
        <p class="hint">
          {matchingWords.weatherSaid(matchingWords.weathers[said], dateWords(state.weather_at))}
        </p>
      )}
    </>
  );
}

function explainCapacity(cause: unknown): string {
  return asRpcError(cause).kind === "wrong_state"
    ? matchingWords.capacityTooLow : errorWords(cause);
}

async function saveCapacity(form: HTMLFormElement): Promise<void> {
  const params = {
    people: Number(valueOf(form, "people")), hours_a_week: Number(valueOf(form, "hours")) };
  const done = await capacityTask.run(async () => {
    await request("supporter.capacity", params);
    await loadToday();
    return true;
  }, explainCapacity);
  if (done) {
    tell(matchingWords.capacitySaved);
  }
}

/** Numbers to choose from; the one that holds is always among them. */
function choices(numbers: readonly number[], now: number) {
  return Array.from(new Set([...numbers, now])).sort((a, b) => a - b)
    .map((number) => ({ value: String(number), label: String(number) }));
}

function Capacity({ state }: { state: SupporterState }) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void saveCapacity(event.currentTarget);
      }}
    >
      <h3>{matchingWords.capacityTitle}</h3>
      <p>{matchingWords.now(state.current, state.pending)}</p>
      <FormError text={capacityTask.error.value} />
      <Select
        name="people" label={matchingWords.capacityPeople} value={String(state.capacity)}
        options={choices(PEOPLE, state.capacity)}
      />
      <Select
        name="hours" label={matchingWords.capacityHours} value={String(state.hours_a_week)}
        options={choices(HOURS, state.hours_a_week)}
      />
      <button type="submit" disabled={capacityTask.busy.value}>{matchingWords.capacitySave}</button>
    </form>
  );
}

async function setBreak(until: number | null): Promise<void> {
  await breakTask.run(async () => {
    await request("supporter.pause", { until });
    await loadToday();
  });
}

function Break({ state }: { state: SupporterState }) {
  if (state.paused_until !== undefined) {
    return (
      <>
        <p>{matchingWords.pausedUntil(dateWords(state.paused_until))}</p>
        <FormError text={breakTask.error.value} />
        <button
          type="button" disabled={breakTask.busy.value} onClick={() => void setBreak(null)}
        >
          {matchingWords.pauseStop}
        </button>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const weeks = Number(valueOf(event.currentTarget, "weeks"));
        void setBreak(serverNow_utc_ms() + weeks * WEEK_MS);
      }}
    >
      <h3>{matchingWords.pauseSupport}</h3>
      <p class="hint">{matchingWords.pauseSupportText}</p>
      <FormError text={breakTask.error.value} />
      <Select
        name="weeks" label={matchingWords.pauseFor}
        options={BREAK_WEEKS.map(
          (weeks) => ({ value: String(weeks), label: matchingWords.pauseWeeks(weeks) }))}
      />
      <button type="submit" disabled={breakTask.busy.value}>{matchingWords.pauseStart}</button>
    </form>
  );
}

function Readiness({ readiness }: { readiness: SupporterState["readiness"] }) {
  const due = readiness.supervision_due_at;
  return (
    <>
      <h3>{matchingWords.readyTitle}</h3>
      <p>{readiness.ready ? matchingWords.ready : matchingWords.notReady}</p>
      {!readiness.ready && (
        <ul class="shared">
          {readiness.missing.map((code) => (
            <li key={code}>{matchingWords.missing[code] ?? matchingWords.missingOther}</li>
          ))}
        </ul>
      )}
      {due !== undefined && due > 0 && (
        <p class="hint">{matchingWords.supervisionBy(dateWords(due))}</p>
      )}
    </>
  );
}

export function SupporterBody({ state }: { state: SupporterState }) {
  return (
    <>
      <Readiness readiness={state.readiness} />
      {state.resting_until !== undefined && (
        <p>{matchingWords.restingUntil(dateWords(state.resting_until))}</p>
      )}
      <Capacity state={state} />
      <Break state={state} />
    </>
  );
}
