// Who came to a meeting: written down by those who look after the group.
import { useEffect, useMemo } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import type { Meeting } from "../lib/wire";
import { changeMeeting } from "../models/meetings";
import { loadMembers, members } from "../models/members";
import { registerOf, type RegisterRow } from "../models/register";
import { go } from "../models/routes";
import { link, tell } from "../models/state";
import { newTask } from "../models/task";
import { keepingWords as text } from "../strings-keeping";
import { words } from "../strings";
import { FormError } from "./field";
import { EndMeeting } from "./keep-round";

interface MeetingProps { meeting: Meeting }

function saidWords({ coming, needs }: RegisterRow): string {
  const { yes, no, none } = text.booked;
  const said = coming === undefined ? none : coming ? yes : no;
  return needs ? `${said}, ${text.needs(needs)}` : said;
}

function Row({ meeting, row }: MeetingProps & { row: RegisterRow }) {
  const task = useMemo(newTask, []);
  const note = (came: boolean) => {
    const params = { meeting: meeting.meeting, person: row.person, came };
    void task.run(() => changeMeeting(meeting.conversation, "meeting.attendance", params))
      .then((done) => done && tell(text.noted(row.name)));
  };
  return (
    <li class="person">
      <div class="person-line">
        <p>
          <span class="person-name">{row.name}</span>
          <span class="person-role">{saidWords(row)}</span>
        </p>
        <div class="row" role="group" aria-label={row.name}>
          {[true, false].map((came) => (
            <button
              type="button" key={String(came)} class="choice" aria-pressed={row.came === came}
              disabled={task.busy.value} onClick={() => note(came)}
            >
              {came ? text.came : text.cameNot}<span class="hidden"> {row.name}</span>
            </button>
          ))}
        </div>
      </div>
      <FormError text={task.error.value} />
    </li>
  );
}

export function Register({ meeting }: MeetingProps) {
  const { conversation } = meeting;
  useEffect(() => {
    if (link.value === "live") {
      loadMembers(conversation).catch(() => undefined); // those who answered stand there anyway
    }
  }, [conversation, link.value]);
  const known = members.value?.conversation === conversation ? members.value.rows : [];
  const rows = registerOf(meeting, known, words.language);
  return (
    <section class="card">
      <h2>{text.register}</h2>
      <p class="hint">{text.registerText}</p>
      {rows.length === 0 && <p>{text.registerNone}</p>}
      <ul>{rows.map((row) => <Row key={row.person} meeting={meeting} row={row} />)}</ul>
    </section>
  );
}

/** The way to the register of a meeting that is over. */
export function ToRegister({ meeting: { conversation, meeting } }: MeetingProps) {
  return (
    <div class="row">
      <button type="button" onClick={() => go({ view: "meeting", conversation, meeting })}>
        {text.registerOpen}
      </button>
    </div>
  );
}

/** What is to be done once a meeting was held: elsewhere, it is also closed here. */
export function AfterMeeting({ meeting }: MeetingProps) {
  const hasCome = meeting.state === "planned" && meeting.at <= serverNow_utc_ms();
  return (
    <>
      {hasCome && meeting.mode !== "here" && (
        <section class="card"><EndMeeting meeting={meeting} /></section>
      )}
      {(hasCome || meeting.state === "over") && <Register meeting={meeting} />}
    </>
  );
}
