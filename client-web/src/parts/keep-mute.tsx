// Somebody rests from writing in a group for a while, and may write again: for those who look
// after it. They are told in kind words; nobody else is.
import { serverNow_utc_ms } from "../lib/clock";
import { untilWords } from "../lib/soon";
import { mute } from "../models/keeping";
import { members } from "../models/members";
import { me, tell } from "../models/state";
import { newTask } from "../models/task";
import { keepingWords as text } from "../strings-keeping";
import { words } from "../strings";
import { Field, FormError, Select, valueOf } from "./field";
import type { GroupProps } from "./keep-settings";

const HOUR_MS = 3_600_000;
const LENGTHS_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, three: 72 * HOUR_MS, week: 168 * HOUR_MS };
const REASON_MAX = 400;

type Length = keyof typeof LENGTHS_MS;
const LENGTHS: readonly Length[] = ["hour", "day", "three", "week"];

const task = newTask();

function Muted({ conversation, group }: GroupProps) {
  const muted = group.muted ?? [];
  const again = (person: string, name: string) =>
    void task.run(() => mute({ conversation, person, until: null }))
      .then((done) => done && tell(text.unmuted(name)));
  return (
    <ul>
      {muted.map(({ person, name, until }) => (
        <li key={person} class="person-line">
          <p>{text.mutedLine(name, untilWords(until))}</p>
          <button
            type="button" disabled={task.busy.value} onClick={() => again(person, name)}
          >
            {text.unmute}<span class="hidden"> {name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Muting({ conversation, group }: GroupProps) {
  const known = members.value?.conversation === conversation ? members.value.rows : [];
  const muted = new Set(group.muted?.map(({ person }) => person));
  const others = known.filter((row) =>
    row.former !== true && row.person !== me.value?.person && !muted.has(row.person));
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const to = others.find((row) => row.person === valueOf(form, "mute-person"));
    const length = LENGTHS.find((one) => one === valueOf(form, "mute-long")) ?? "hour";
    const why = valueOf(form, "mute-why").trim();
    if (!to) {
      task.error.value = text.chooseFirst;
      return;
    }
    const until = serverNow_utc_ms() + LENGTHS_MS[length];
    const reason = why === "" ? {} : { reason: why };
    void task.run(() => mute({ conversation, person: to.person, until, ...reason }))
      .then((done) => {
        if (done) {
          form.reset();
          tell(text.muted(to.name));
        }
      });
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <h2>{text.muteTitle}</h2>
      <p class="hint">{text.muteText}</p>
      <FormError text={task.error.value} />
      <Muted conversation={conversation} group={group} />
      <Select
        name="mute-person" label={text.muteWho}
        options={[{ value: "", label: words.choose }].concat(
          others.map(({ person, name }) => ({ value: person, label: name })))}
      />
      <Select
        name="mute-long" label={text.muteLong}
        options={LENGTHS.map((value) => ({ value, label: text.muteLengths[value] }))}
      />
      <Field
        name="mute-why" label={text.muteWhy} hint={text.muteWhyHint} max={REASON_MAX}
        capitals="sentences"
      />
      <button type="submit" disabled={task.busy.value}>{text.muteDo}</button>
    </form>
  );
}
