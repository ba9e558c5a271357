// When and how it is safe to reach oneself: what the page looks like to others, which ways
// and hours are safe, and a word that shows on the phone that it is really her.
import { useEffect, useState } from "preact/hooks";
import type { SafeLook } from "../lib/wire";
import {
  type Contact, loadSafeContact, safeContact, safeContactTask as task, saveSafeContact,
} from "../models/safe-contact";
import { link, tell } from "../models/state";
import { Field, FormError, Select, valueOf } from "../parts/field";
import { hoursIn, HoursFields, Turn } from "../parts/hours";
import { PageOfMe } from "../parts/page-of-me";
import { words } from "../strings";
import { safeWords as text } from "../strings-safe";

const CODE_WORD_MAX = 40; // protocol: account.set_safe_contact
const NOT_TOLD_MAX = 400;
const SCHOOL = { from: 9 * 60 + 30, until: 14 * 60 + 30 }; // to begin with

const WAYS = ["phone", "voicemail", "texts", "letters"] as const;
const LOOKS = Object.keys(words.looks) as SafeLook[];

type Flags = Pick<Contact, typeof WAYS[number] | "disguise">;

function hoursOf({ safe_from: from, safe_until: until }: Contact) {
  return from === undefined || until === undefined ? null : { from, until };
}

/** What stands in the form; null: the hours are none, and the form says so. */
function read(form: HTMLFormElement, flags: Flags, hasHours: boolean): Contact | null {
  const hours = hasHours ? hoursIn(form, "safe", task) : null;
  const codeWord = valueOf(form, "code-word").trim();
  const notTold = valueOf(form, "not-told").trim();
  return hasHours && hours === null ? null : {
    look: valueOf(form, "look") as SafeLook,
    ...flags,
    ...(hours === null ? {} : { safe_from: hours.from, safe_until: hours.until }),
    ...(codeWord === "" ? {} : { code_word: codeWord }),
    ...(notTold === "" ? {} : { not_told: notTold }),
  };
}

interface FlagsProps { flags: Flags; onFlags: (flags: Flags) => void }

function Ways({ flags, onFlags }: FlagsProps) {
  return (
    <fieldset>
      <legend><h2>{text.reachTitle}</h2></legend>
      <p class="hint">{text.reachHint}</p>
      {WAYS.map((way) => (
        <Turn
          key={way} label={text[way]} on={flags[way]}
          onTurn={(on) => onFlags({ ...flags, [way]: on })}
        />
      ))}
    </fieldset>
  );
}

interface WhenProps extends FlagsProps {
  now: Contact;
  hasHours: boolean;
  onHours: (on: boolean) => void;
}

function When({ now, hasHours, onHours, flags, onFlags }: WhenProps) {
  return (
    <>
      <h2>{text.hoursTitle}</h2>
      <div>
        <Turn label={text.hours} on={hasHours} onTurn={onHours} />
        <p class="hint">{text.hoursHint}</p>
      </div>
      {hasHours && (
        <HoursFields
          name="safe" from={text.hoursFrom} until={text.hoursUntil} at={hoursOf(now) ?? SCHOOL}
        />
      )}
      <div>
        <Turn
          label={text.disguise} on={flags.disguise}
          onTurn={(disguise) => onFlags({ ...flags, disguise })}
        />
        <p class="hint">{text.disguiseHint}</p>
      </div>
    </>
  );
}

function OnThePhone({ now }: { now: Contact }) {
  return (
    <>
      <h2>{text.phoneTitle}</h2>
      <Field
        name="code-word" label={text.codeWord} hint={text.codeWordHint} max={CODE_WORD_MAX}
        value={now.code_word} plain
      />
      <Field
        name="not-told" label={text.notTold} hint={text.notToldHint} max={NOT_TOLD_MAX}
        value={now.not_told} type="lines" capitals="sentences"
      />
    </>
  );
}

function SafeForm({ now }: { now: Contact }) {
  const { disguise, phone, voicemail, texts, letters } = now;
  const [flags, setFlags] = useState<Flags>({ disguise, phone, voicemail, texts, letters });
  const [hasHours, setHours] = useState(hoursOf(now) !== null);
  const save = async (form: HTMLFormElement) => {
    const said = read(form, flags, hasHours);
    if (said && await saveSafeContact(said)) {
      tell(said.look === now.look ? text.saved : text.savedLook(words.looks[said.look]));
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
      <FormError text={task.error.value} />
      <h2>{text.lookTitle}</h2>
      <Select
        name="look" label={text.look} value={now.look}
        options={LOOKS.map((value) => ({ value, label: text.looks[value] }))}
      />
      <p class="hint">{text.lookHint}</p>
      <Ways flags={flags} onFlags={setFlags} />
      <When
        now={now} hasHours={hasHours} onHours={setHours} flags={flags} onFlags={setFlags}
      />
      <OnThePhone now={now} />
      <button type="submit" class="strong" disabled={task.busy.value}>{text.save}</button>
    </form>
  );
}

export function SafeContactView() {
  useEffect(() => {
    if (link.value === "live") {
      task.clear();
      loadSafeContact().catch((cause: unknown) => task.explain(cause));
    }
  }, [link.value]);
  const now = safeContact.value;
  return (
    <PageOfMe title={words.safeContact} intro={text.intro}>
      {now === null
        ? <p class="quiet">{task.error.value ?? words.wait}</p>
        : <SafeForm now={now.contact} />}
    </PageOfMe>
  );
}
