// Leading a meeting that is held here: the round begins, steps on and ends; then the meeting.
import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { limits } from "#protocol";
import type { Meeting } from "../lib/wire";
import { changeMeeting, explainRound } from "../models/meetings";
import { loadMembers, members } from "../models/members";
import { nextOf } from "../models/round";
import { go } from "../models/routes";
import { link, tell } from "../models/state";
import { newTask, type Task } from "../models/task";
import { keepingWords as text } from "../strings-keeping";
import { words } from "../strings";
import { Confirm } from "./confirm";
import { Field, FormError, Select, valueOf } from "./field";

interface MeetingProps { meeting: Meeting }

/** The turn goes to somebody; to nobody: the round is over. */
async function giveTurn(task: Task, { conversation, meeting }: Meeting, to: { person: string; name: string } | null): Promise<boolean> {
  const params = to ? { meeting, person: to.person } : { meeting };
  const done = await task.run(
    () => changeMeeting(conversation, "meeting.turn", params), explainRound);
  if (done) {
    tell(to ? text.turnGiven(to.name) : text.closingNow);
  }
  return done === true;
}

function EndRound({ meeting, task }: MeetingProps & { task: Task }) {
  const asks = useSignal(false);
  const next = nextOf(meeting);
  const end = () => void giveTurn(task, meeting, null).then((done) => { asks.value = !done; });
  const press = () => {
    if (next) {
      asks.value = true;
    } else {
      end();
    }
  };
  if (asks.value && next) {
    return (
      <Confirm
        question={text.endRoundAsk(next.name)} yes={text.endRoundYes} no={words.cancel}
        busy={task.busy.value} onYes={end} onNo={() => { asks.value = false; }}
      />
    );
  }
  return (
    <button
      type="button" class={next || meeting.turn ? undefined : "strong"} disabled={task.busy.value}
      onClick={press}
    >
      {text.endRound}
    </button>
  );
}

/** The one step that comes next: on the page of the round, and in the conversation itself. */
export function StepOn({ meeting }: MeetingProps) {
  const task = useMemo(newTask, []);
  const next = nextOf(meeting);
  const { conversation, state } = meeting;
  const isRound = state === "round";
  return (
    <>
      <FormError text={task.error.value} />
      <div class="row">
        {next && (isRound || state === "opening") && (
          <button
            type="button" class="strong" disabled={task.busy.value}
            onClick={() => void giveTurn(task, meeting, next)}
          >
            {isRound ? text.next(next.name) : text.beginRound(next.name)}
          </button>
        )}
        {isRound && !next && <EndRound meeting={meeting} task={task} />}
        {state === "closing" && (
          <button
            type="button"
            onClick={() => go({ view: "meeting", conversation, meeting: meeting.meeting })}
          >
            {text.toClosing}
          </button>
        )}
      </div>
    </>
  );
}

function GiveTurn({ meeting }: MeetingProps) {
  const task = useMemo(newTask, []);
  const { conversation } = meeting;
  useEffect(() => {
    if (link.value === "live") {
      loadMembers(conversation).catch(() => undefined); // the next connection asks again
    }
  }, [conversation, link.value]);
  const known = members.value?.conversation === conversation ? members.value.rows : [];
  const others = known.filter(
    (row) => row.former !== true && row.person !== meeting.turn?.person);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const person = valueOf(event.currentTarget as HTMLFormElement, "turn-person");
    const to = others.find((row) => row.person === person);
    if (to) {
      void giveTurn(task, meeting, to);
    } else {
      task.error.value = text.chooseFirst;
    }
  };
  return (
    <form noValidate onSubmit={send}>
      <FormError text={task.error.value} />
      <Select
        name="turn-person" label={text.giveTurn}
        options={[{ value: "", label: words.choose }].concat(
          others.map(({ person, name }) => ({ value: person, label: name })))}
      />
      <p class="hint">{text.giveTurnHint}</p>
      <button type="submit" disabled={task.busy.value}>{text.giveTurnDo}</button>
    </form>
  );
}

/** Closing words: what comes next. */
export function EndMeeting({ meeting }: MeetingProps) {
  const task = useMemo(newTask, []);
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const next = valueOf(event.currentTarget as HTMLFormElement, "next").trim();
    const params = { meeting: meeting.meeting, ...(next === "" ? {} : { next }) };
    void task.run(() => changeMeeting(meeting.conversation, "meeting.end", params), explainRound)
      .then((done) => done && tell(text.ended));
  };
  return (
    <form noValidate onSubmit={send}>
      <FormError text={task.error.value} />
      <Field
        name="next" type="lines" label={text.next_label} hint={text.nextHint}
        max={limits.answer_chars} capitals="sentences"
      />
      <button type="submit" class="strong" disabled={task.busy.value}>{text.end}</button>
    </form>
  );
}

export function KeepRound({ meeting }: MeetingProps) {
  const task = useMemo(newTask, []);
  const { state } = meeting;
  return (
    <section class="card">
      <h2>{text.keepTitle}</h2>
      {state === "closing" ? <EndMeeting meeting={meeting} /> : (
        <>
          <StepOn meeting={meeting} />
          <GiveTurn meeting={meeting} />
          {state === "round" && nextOf(meeting) && (
            <>
              <FormError text={task.error.value} />
              <EndRound meeting={meeting} task={task} />
            </>
          )}
        </>
      )}
    </section>
  );
}
