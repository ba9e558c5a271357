// Planning a meeting, changing it, calling it off, beginning it: for those who look after a group.
import { signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { limits } from "#protocol";
import { boxTime, timeOfBox } from "../lib/box-time";
import { serverNow_utc_ms } from "../lib/clock";
import { errorWords } from "../lib/error-words";
import { useMinute } from "../lib/minute";
import { asRpcError } from "../lib/rpc-error";
import type { Meeting, Params } from "../lib/wire";
import { changeMeeting } from "../models/meetings";
import { isLive } from "../models/round";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { keepingWords as text } from "../strings-keeping";
import { words } from "../strings";
import { Confirm } from "./confirm";
import { useTakenFocus } from "./desk-form";
import { Field, focusField, FormError, Select, valueOf } from "./field";

const LENGTHS = [30, 45, 60, 90, 120, 180];
const USUAL_MINUTES = 60;
const DOORS_MS = 3_600_000; // people come in a little before; nobody begins days ahead
const MODES: readonly Meeting["mode"][] = ["here", "online", "venue"];

const task = newTask();
/** One form or question at a time: "new", or what is asked about a meeting. */
const asked = signal<string | null>(null);

function ask(what: string | null): void {
  task.clear();
  asked.value = what;
}

function explain(cause: unknown): string {
  const { kind, field } = asRpcError(cause);
  if (kind === "bad_request") {
    return text.wrong[field ?? ""] ?? errorWords(cause);
  }
  return kind === "wrong_state" ? text.notPlanned : errorWords(cause);
}

type Plan = Omit<Params["meeting.create"], "conversation">;

function planOf(form: HTMLFormElement): Plan | null {
  const at = timeOfBox(valueOf(form, "at"));
  const mode = MODES.find((one) => one === valueOf(form, "mode")) ?? "here";
  return at === null ? null : {
    at, mode, minutes: Number(valueOf(form, "minutes")),
    link: valueOf(form, "link").trim(), venue: valueOf(form, "venue").trim(),
    access: valueOf(form, "access").trim(), childcare: valueOf(form, "childcare").trim(),
  };
}

/** The name of the box that has to be filled in; null: none. */
function faultOf(plan: Plan | null): "at" | "link" | "venue" | null {
  if (plan === null || plan.at <= serverNow_utc_ms()) {
    return "at";
  }
  const { mode, link, venue } = plan;
  if (mode === "online" && link === "") {
    return "link";
  }
  return mode === "venue" && venue === "" ? "venue" : null;
}

async function save(form: HTMLFormElement, { conversation, meeting }: PlanProps): Promise<void> {
  const plan = planOf(form);
  const fault = faultOf(plan);
  if (plan === null || fault !== null) {
    task.error.value = text.wrong[fault ?? "at"] ?? "";
    focusField(form, fault ?? "at");
    return;
  }
  const done = await task.run(() => meeting
    ? changeMeeting(conversation, "meeting.change", { meeting: meeting.meeting, ...plan })
    : changeMeeting(conversation, "meeting.create", { conversation, ...plan }), explain);
  if (done) {
    ask(null);
    tell(meeting ? text.changed : text.planned);
  } else {
    focusField(form, "at");
  }
}

interface PlanProps { conversation: string; meeting?: Meeting }

function Where({ meeting }: { meeting: Meeting | undefined }) {
  const mode = useSignal<string>(meeting?.mode ?? "here");
  return (
    <>
      <Select
        name="mode" label={text.mode} value={meeting?.mode ?? "here"}
        options={MODES.map((value) => ({ value, label: text.modes[value] }))}
        onChange={(value) => { mode.value = value; }}
      />
      {mode.value === "online" && (
        <Field
          name="link" label={text.link} max={limits.meeting_chars} value={meeting?.link ?? ""} plain
        />
      )}
      {mode.value === "venue" && (
        <Field
          name="venue" label={text.venue} max={limits.meeting_chars} value={meeting?.venue ?? ""}
        />
      )}
    </>
  );
}

function PlanForm(props: PlanProps) {
  const { meeting } = props;
  const box = useTakenFocus<HTMLFormElement>();
  const minutes = meeting?.minutes ?? USUAL_MINUTES;
  const lengths = LENGTHS.includes(minutes) ? LENGTHS : [minutes, ...LENGTHS];
  return (
    <form
      class="row-form" ref={box} noValidate tabIndex={-1}
      aria-label={meeting ? text.changeTitle : text.planTitle}
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget, props);
      }}
    >
      <p class="row-form-title">{meeting ? text.changeTitle : text.planTitle}</p>
      <FormError text={task.error.value} />
      <Field
        name="at" type="datetime-local" label={text.at}
        value={meeting ? boxTime(new Date(meeting.at)) : ""}
      />
      <Select
        name="minutes" label={text.minutes} value={String(minutes)}
        options={lengths.map((count) => ({ value: String(count), label: text.lengths(count) }))}
      />
      <Where meeting={meeting} />
      <Field
        name="access" label={text.access} hint={text.accessHint} max={limits.meeting_chars}
        value={meeting?.access ?? ""} capitals="sentences"
      />
      <Field
        name="childcare" label={text.childcare} hint={text.childcareHint}
        max={limits.meeting_chars} value={meeting?.childcare ?? ""} capitals="sentences"
      />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>
          {meeting ? text.changeSave : text.planSave}
        </button>
        <button type="button" onClick={() => ask(null)}>{words.cancel}</button>
      </div>
    </form>
  );
}

export function PlanMeeting({ conversation }: { conversation: string }) {
  const isOpen = asked.value === "new";
  useEffect(() => () => ask(null), []);
  return (
    <>
      <div class="row">
        <button type="button" aria-expanded={isOpen} onClick={() => ask(isOpen ? null : "new")}>
          {text.plan}
        </button>
      </div>
      {isOpen && <PlanForm conversation={conversation} />}
    </>
  );
}

async function begin({ conversation, meeting }: Meeting): Promise<void> {
  const done = await task.run(
    () => changeMeeting(conversation, "meeting.begin", { meeting }), explain);
  if (done) {
    tell(text.begun);
    go({ view: "meeting", conversation, meeting });
  }
}

async function callOff({ conversation, meeting }: Meeting): Promise<void> {
  const done = await task.run(
    () => changeMeeting(conversation, "meeting.cancel", { meeting }), explain);
  if (done) {
    ask(null);
    tell(text.calledOff);
  }
}

function Buttons({ meeting }: { meeting: Meeting }) {
  const { conversation, meeting: id, mode } = meeting;
  const now = useMinute();
  const form = (what: string) => ({
    "aria-expanded": asked.value === what,
    onClick: () => ask(asked.value === what ? null : what),
  });
  return (
    <div class="row">
      {mode === "here" && meeting.at <= now + DOORS_MS && (
        <button
          type="button" disabled={task.busy.value}
          onClick={() => { ask(`begin ${id}`); void begin(meeting); }}
        >
          {text.begin}
        </button>
      )}
      {mode !== "here" && meeting.at <= now && (
        <button type="button" onClick={() => go({ view: "meeting", conversation, meeting: id })}>
          {text.closeMeeting}
        </button>
      )}
      <button type="button" {...form(`change ${id}`)}>{text.change}</button>
      <button type="button" {...form(`off ${id}`)}>{text.callOff}</button>
    </div>
  );
}

function needsOf({ register }: Meeting): { name: string; needs: string }[] {
  return (register ?? []).flatMap(
    ({ name, coming, needs }) => coming === true && needs ? [{ name, needs }] : []);
}

/** What can be done about a meeting that has not begun, and what people asked for. */
export function KeepMeeting({ meeting }: { meeting: Meeting }) {
  const { meeting: id } = meeting;
  const needs = needsOf(meeting);
  if (isLive(meeting)) {
    return null;
  }
  return (
    <div class="keeping">
      {needs.length > 0 && (
        <>
          <p class="small-title">{text.needsTitle}</p>
          <ul class="dotted">{needs.map((one) => <li key={one.name}>{one.name}: {one.needs}</li>)}</ul>
        </>
      )}
      <Buttons meeting={meeting} />
      {asked.value === `begin ${id}` && <FormError text={task.error.value} />}
      {asked.value === `change ${id}` && (
        <PlanForm conversation={meeting.conversation} meeting={meeting} />
      )}
      {asked.value === `off ${id}` && (
        <Confirm
          question={text.callOffAsk} yes={text.callOffYes} no={words.cancel}
          busy={task.busy.value} error={task.error.value}
          onYes={() => void callOff(meeting)} onNo={() => ask(null)}
        />
      )}
    </div>
  );
}
