// Asking that a private talk is opened: for what, why, how much of it, and whether its people
// are told.
import { useState } from "preact/hooks";
import type { Params } from "../lib/wire-desk";
import {
  type AskFor, askFor, askOpening, askTask, type Range, talkAsked,
} from "../models/desk-openings";
import { tell } from "../models/state";
import { words } from "../strings";
import { leadWords as text } from "../strings-lead";
import { useTakenFocus } from "./desk-form";
import { Field, focusField, FormError, Select, valueOf } from "./field";

const REASON_MAX = 400; // protocol: reason

function options(from: Readonly<Record<string, string>>) {
  return Object.entries(from).map(([value, label]) => ({ value, label }));
}

/** The name of the box that is empty and must not be; null: all that is needed stands there. */
function missing(form: HTMLFormElement, silent: boolean): string | null {
  const needed = silent ? ["ask-reason", "ask-silent"] : ["ask-reason"];
  return needed.find((name) => valueOf(form, name).trim() === "") ?? null;
}

function paramsOf(form: HTMLFormElement, about: AskFor, silent: boolean): Params["opening.ask"] {
  return {
    cid: about.cid, ...talkAsked(about, valueOf(form, "ask-range") as Range),
    why: valueOf(form, "ask-why") as Params["opening.ask"]["why"],
    reason: valueOf(form, "ask-reason").trim(),
    ...(silent ? { silent_reason: valueOf(form, "ask-silent").trim() } : {}),
  };
}

function SilentFields({ on, onTurn }: { on: boolean; onTurn: (on: boolean) => void }) {
  return (
    <>
      <div>
        <label class="tick">
          <input
            type="checkbox" checked={on} aria-describedby="ask-silently-hint"
            onChange={(event) => onTurn(event.currentTarget.checked)}
          /> {text.askSilent}
        </label>
        <p class="hint" id="ask-silently-hint">{text.askSilentHint}</p>
      </div>
      {on && (
        <Field
          name="ask-silent" type="lines" label={text.askSilentReason} max={REASON_MAX}
          capitals="sentences"
        />
      )}
    </>
  );
}

export function OpeningAsk({ about }: { about: AskFor }) {
  const [silent, setSilent] = useState(false);
  const box = useTakenFocus<HTMLFormElement>();
  const send = async (form: HTMLFormElement) => {
    const empty = missing(form, silent);
    if (empty !== null) {
      askTask.error.value = text.reasonNeeded;
      focusField(form, empty);
    } else if (await askOpening(paramsOf(form, about, silent))) {
      tell(text.asked);
    }
  };
  return (
    <form
      class="row-form" aria-label={text.askTitle(about.about)} noValidate ref={box} tabIndex={-1}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <h2>{text.askTitle(about.about)}</h2>
      <p class="hint">{text.askText}</p>
      <FormError text={askTask.error.value} />
      <Select name="ask-why" label={text.askWhy} options={options(text.whys)} />
      <p class="hint">{text.askWhyHint}</p>
      <Field
        name="ask-reason" type="lines" label={text.askReason} hint={text.askReasonHint}
        max={REASON_MAX} capitals="sentences"
      />
      {"seq" in about
        ? <Select name="ask-range" label={text.askRange} options={options(text.ranges)} />
        : <p>{text.askAll}</p>}
      <SilentFields on={silent} onTurn={setSilent} />
      <div class="row">
        <button type="submit" class="strong" disabled={askTask.busy.value}>{text.askYes}</button>
        <button type="button" onClick={() => { askFor.value = null; }}>{words.cancel}</button>
      </div>
    </form>
  );
}
