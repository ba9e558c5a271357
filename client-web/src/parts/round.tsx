// A round that is held here: how far it is, whose turn it is, and what one does about one's own.
import { useMemo } from "preact/hooks";
import type { Meeting } from "../lib/wire";
import { changeMeeting, explainRound } from "../models/meetings";
import { beforeOf, turnOf } from "../models/round";
import { me, tell } from "../models/state";
import { newTask } from "../models/task";
import { groupWords as text } from "../strings-group";
import { FormError } from "./field";

interface RoundProps { meeting: Meeting }

export function ownTurn(meeting: Meeting) {
  return turnOf(meeting, me.value?.person);
}

/** The one line that says where the meeting is. */
export function phaseWords(meeting: Meeting): string {
  switch (meeting.state) {
    case "planned":
      return text.planned;
    case "opening":
      return text.opening;
    case "round":
      return ownTurn(meeting) === "now" ? text.yourTurn
        : meeting.turn ? text.turnOf(meeting.turn.name) : text.nobodysTurn;
    case "closing":
      return text.closing;
    case "over":
      return text.over;
    case "cancelled":
      return text.cancelled;
  }
}

/** "I've said mine" and "Pass", or beforehand that one will pass. */
export function TurnButtons({ meeting }: RoundProps) {
  const task = useMemo(newTask, []);
  const turn = ownTurn(meeting);
  const isOn = meeting.state === "round" || meeting.state === "opening";
  if (!isOn || (turn !== "now" && turn !== "waiting")) {
    return null;
  }
  const leave = (said: boolean) => {
    const params = { meeting: meeting.meeting, ...(said ? { said } : {}) };
    void task
      .run(() => changeMeeting(meeting.conversation, "meeting.pass", params), explainRound)
      .then((done) => done && tell(said ? text.saidDone : text.passDone));
  };
  return (
    <>
      <FormError text={task.error.value} />
      <div class="row">
        {turn === "now" && (
          <button
            type="button" class="strong" disabled={task.busy.value} onClick={() => leave(true)}
          >
            {text.said}
          </button>
        )}
        <button type="button" disabled={task.busy.value} onClick={() => leave(false)}>
          {turn === "now" ? text.pass : text.passAhead}
        </button>
      </div>
    </>
  );
}

/** What the line about the meeting means for oneself. */
export function ownWords(meeting: Meeting): string {
  if (meeting.state === "opening") {
    return text.openingText;
  }
  if (meeting.state === "closing") {
    return text.closingText;
  }
  switch (ownTurn(meeting)) {
    case "now":
      return text.yourTurnText;
    case "waiting":
      return text.comesAfter(beforeOf(meeting, me.value?.person));
    case "had":
      return text.youHad;
    case "passed":
      return text.youPassed;
    case undefined:
      return meeting.turn ? text.notIn : text.nobodysTurnText;
  }
}

export function RoundOrder({ meeting }: RoundProps) {
  const round = meeting.round ?? [];
  if (round.length === 0) {
    return <p class="hint">{text.roundNone}</p>;
  }
  return (
    <ol class="round">
      {round.map(({ person, name, turn }) => (
        <li key={person} class={turn} aria-current={turn === "now" ? "step" : undefined}>
          <span class="person-name">
            {person === me.value?.person ? text.youAfterName(name) : name}
          </span>
          <span class="person-role">{text.turns[turn]}</span>
        </li>
      ))}
    </ol>
  );
}
