// How one is told of a message when one is not here: by mail, or not at all, and when not.
import { useEffect, useState } from "preact/hooks";
import type { Notices } from "../lib/wire";
import {
  loadNotices, notices, noticesTask, quietNow, saveNotices,
} from "../models/notices";
import { link, me, tell } from "../models/state";
import { Field, focusField, FormError, valueOf } from "../parts/field";
import { hoursIn, HoursFields, Turn } from "../parts/hours";
import { PageOfMe } from "../parts/page-of-me";
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
    const quiet = isQuiet ? hoursIn(form, "quiet", noticesTask) : null;
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
        <HoursFields
          name="quiet" from={text.quietFrom} until={text.quietUntil} at={before}
        />
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
    <PageOfMe title={text.title} intro={text.intro}>
      {now === null
        ? <p class="quiet">{noticesTask.error.value ?? words.wait}</p>
        : <NoticesForm now={now} />}
    </PageOfMe>
  );
}
