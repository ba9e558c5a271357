// How one is told of a message when one is not here: by mail, or not at all, and when not.
import { useEffect, useState } from "preact/hooks";
import type { Notices } from "../lib/wire";
import {
  loadNotices, minuteOf, notices, noticesTask, quietNow, saveNotices, timeOf,
} from "../models/notices";
import { go } from "../models/routes";
import { link, me, tell } from "../models/state";
import { Field, focusField, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { words } from "../strings";
import { noticeWords as text } from "../strings-notices";

const ADDRESS_MAX = 254; // protocol: mail_address
const PHONE_MAX = 32; // protocol: phone_number

function isOnCall(): boolean {
  return me.value?.roles.some((grant) => grant.role === "safeguarding_lead") ?? false;
}

function WhatItSays() {
  return (
    <section class="quoted" aria-label={text.saysTitle}>
      <h2>{text.saysTitle}</h2>
      <blockquote>
        <strong>{text.saysSubject}</strong>{"\n"}{text.saysBody}
      </blockquote>
      <p class="hint">{text.saysNot}</p>
      <p class="hint">{text.often}</p>
    </section>
  );
}

interface TurnProps { label: string; on: boolean; onTurn: (on: boolean) => void }

function Turn({ label, on, onTurn }: TurnProps) {
  return (
    <label class="tick">
      <input
        type="checkbox" checked={on} onChange={(event) => onTurn(event.currentTarget.checked)}
      /> {label}
    </label>
  );
}

function TimeField({ name, label, value }: { name: string; label: string; value: number }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="time" required defaultValue={timeOf(value)} />
    </div>
  );
}

/** The hours as written; null: they are no hours, and the form says so. */
function hoursIn(form: HTMLFormElement): { from: number; until: number } | null {
  const from = minuteOf(valueOf(form, "quiet-from"));
  const until = minuteOf(valueOf(form, "quiet-until"));
  if (from === null || until === null || from === until) {
    noticesTask.error.value = text.quietSame;
    focusField(form, "quiet-from");
    return null;
  }
  return { from, until };
}

function NoticesForm({ now }: { now: Notices }) {
  const before = quietNow(now);
  const [mail, setMail] = useState(now.mail);
  const [isQuiet, setQuiet] = useState(before.on);
  const save = async (form: HTMLFormElement) => {
    const address = valueOf(form, "notice-address").trim();
    if (mail && address === "") {
      noticesTask.error.value = text.addressNeeded;
      focusField(form, "notice-address");
      return;
    }
    const quiet = isQuiet ? hoursIn(form) : null;
    const phone = isOnCall() ? valueOf(form, "notice-phone").trim() : now.phone ?? "";
    if ((!isQuiet || quiet) && await saveNotices({ mail, address, phone, quiet })) {
      tell(mail ? text.savedOn : text.savedOff);
    }
  };
  return (
    <form
      class="card" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(event.currentTarget);
      }}
    >
      <FormError text={noticesTask.error.value} />
      {!now.can_mail && <p class="notice-line">{text.cannot}</p>}
      <div><Turn label={text.mail} on={mail} onTurn={setMail} /></div>
      <Field
        name="notice-address" label={text.address} hint={text.addressHint} max={ADDRESS_MAX}
        value={now.address} autocomplete="email" plain
      />
      <WhatItSays />
      <div>
        <Turn label={text.quiet} on={isQuiet} onTurn={setQuiet} />
        <p class="hint">{text.quietHint}</p>
      </div>
      {isQuiet && (
        <div class="side-by-side">
          <TimeField name="quiet-from" label={text.quietFrom} value={before.from} />
          <TimeField name="quiet-until" label={text.quietUntil} value={before.until} />
        </div>
      )}
      {isOnCall() && (
        <Field
          name="notice-phone" label={text.phone} hint={text.phoneHint} max={PHONE_MAX}
          value={now.phone} autocomplete="tel" plain
        />
      )}
      <button type="submit" class="strong" disabled={noticesTask.busy.value}>{text.save}</button>
    </form>
  );
}

export function NoticesView() {
  useEffect(() => {
    if (link.value === "live") {
      noticesTask.clear();
      loadNotices().catch((cause: unknown) => noticesTask.explain(cause));
    }
  }, [link.value]);
  useEffect(() => () => { notices.value = null; }, []);
  const now = notices.value;
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => go({ view: "me" })}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>{text.title}</PageHeading>
      <p>{text.intro}</p>
      {now === null
        ? <p class="quiet">{noticesTask.error.value ?? words.wait}</p>
        : <NoticesForm now={now} />}
    </section>
  );
}
