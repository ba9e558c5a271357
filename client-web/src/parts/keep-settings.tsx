// How a group lives, for those who look after it: its theme, when people can write, what is
// agreed.
import type { Group } from "../lib/wire";
import { limits } from "#protocol";
import { linesOf, sameLines, setGroup } from "../models/keeping";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { keepingWords as text } from "../strings-keeping";
import { Field, focusField, FormError, Select, valueOf } from "./field";

const MINUTE_S = 60;
const SLOW_MINUTES = [0, 1, 2, 5, 10, 30, 60];
const LINES = [1, 2, 3, 4, 5];
const OPENS: readonly Group["open"][] = ["always", "staffed"];

const lives = newTask();
const agreed = newTask();

export interface GroupProps { conversation: string; group: Group }

function slowOptions(slow_s: number) {
  const now = Math.ceil(slow_s / MINUTE_S);
  const minutes = SLOW_MINUTES.includes(now) ? SLOW_MINUTES : [now, ...SLOW_MINUTES];
  return minutes.map((count) => ({ value: String(count), label: text.slows(count) }));
}

export function Lives({ conversation, group }: GroupProps) {
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const open = OPENS.find((one) => one === valueOf(form, "open")) ?? "always";
    const slow_s = Number(valueOf(form, "slow")) * MINUTE_S;
    const theme = valueOf(form, "theme").trim();
    void lives.run(() => setGroup({ conversation, theme, open, slow_s }))
      .then((done) => done && tell(text.saved));
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <h2>{text.aboutTitle}</h2>
      <FormError text={lives.error.value} />
      <Field
        name="theme" label={text.theme} hint={text.themeHint} max={limits.theme_chars}
        value={group.theme ?? ""} capitals="sentences"
      />
      <fieldset class="radios">
        <legend>{text.open}</legend>
        {OPENS.map((one) => (
          <label class="tick" key={one}>
            <input type="radio" name="open" value={one} defaultChecked={group.open === one} />
            {text.opens[one]}
          </label>
        ))}
        <p class="hint">{text.openHint}</p>
      </fieldset>
      <Select
        name="slow" label={text.slow} options={slowOptions(group.slow_s)}
        value={String(Math.ceil(group.slow_s / MINUTE_S))}
      />
      <button type="submit" class="strong" disabled={lives.busy.value}>{text.save}</button>
    </form>
  );
}

export function Agreed({ conversation, group }: GroupProps) {
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const agreement = linesOf(LINES.map((at) => valueOf(form, `line-${at}`)));
    if (agreement.length === 0) {
      agreed.error.value = text.agreementEmpty;
      focusField(form, "line-1");
    } else if (sameLines(agreement, group.agreement)) {
      tell(text.agreementSame);
    } else {
      void agreed.run(() => setGroup({ conversation, agreement }))
        .then((done) => done && tell(text.saved));
    }
  };
  return (
    <form class="card" noValidate onSubmit={send}>
      <h2>{text.agreementTitle}</h2>
      <p class="hint">{text.agreementText}</p>
      <FormError text={agreed.error.value} />
      {LINES.map((at) => (
        <Field
          key={at} name={`line-${at}`} label={text.agreementLine(at)}
          max={limits.agreement_chars} value={group.agreement[at - 1] ?? ""} capitals="sentences"
        />
      ))}
      <button type="submit" disabled={agreed.busy.value}>{text.agreementSave}</button>
    </form>
  );
}
