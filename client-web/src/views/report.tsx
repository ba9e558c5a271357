// "Something's not right": what it is about, a word if one likes, and a receipt. The other
// person is not told.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { errorWords } from "../lib/error-words";
import { firstWords } from "../lib/first-words";
import { newUuid } from "../lib/uuid";
import type { Receipt, ReportAbout } from "../lib/wire";
import { foldEntries, type MessageEntry } from "../models/log";
import { raiseReport, type Target } from "../models/reports";
import { go } from "../models/routes";
import { logOf, me } from "../models/state";
import { newTask } from "../models/task";
import { nameIn } from "../models/titles";
import { BackToTalk } from "../parts/back-to-talk";
import { FormError, Select } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { quoteOf } from "../parts/message";
import { ReportReceipt } from "../parts/report-receipt";
import { careWords } from "../strings-care";
import { words } from "../strings";

const NEWEST = 8; // what somebody scrolls back for; any other is reached from its own options
const NOTE_MAX = 1_000;
const ABOUT: readonly ReportAbout[] = [
  "worry", "unkind", "hate", "risk", "private", "spam", "rules", "not_sure"];

const task = newTask();

/** Messages of others that one can name here, the newest first. */
function useOthers(conversation: string): MessageEntry[] {
  const { events } = logOf(conversation).value;
  return useMemo(() => foldEntries(events)
    .filter((entry): entry is MessageEntry => entry.kind === "message" &&
      entry.text !== null && entry.by !== null && entry.by !== me.value?.person)
    .reverse(), [events]);
}

function lineOf(conversation: string, entry: MessageEntry): string {
  return careWords.reportMessage(nameIn(conversation, entry.by), firstWords(quoteOf(entry)));
}

/** One thing that can be reported here: a message, or a person who wrote here. */
interface Choice { key: string; label: string; target: Target }

function choicesOf(conversation: string, others: readonly MessageEntry[]): Choice[] {
  const people = new Set(others.map((entry) => entry.by as string));
  return [
    ...others.slice(0, NEWEST).map((entry) => ({
      key: `e${entry.seq}`, label: lineOf(conversation, entry),
      target: { conversation, seq: entry.seq },
    })),
    ...Array.from(people, (person) => ({
      key: `p${person}`, label: careWords.reportPerson(nameIn(conversation, person)),
      target: { person },
    })),
  ];
}

function AboutChoice({ value, onChange }: { value: string; onChange: (about: ReportAbout) => void }) {
  return (
    <fieldset class="radios">
      <legend>{careWords.reportWhat}</legend>
      {ABOUT.map((about) => (
        <label class="tick" key={about}>
          <input
            type="radio" name="about" value={about} checked={value === about}
            onChange={() => onChange(about)}
          />
          <span>{careWords.about[about]}</span>
        </label>
      ))}
    </fieldset>
  );
}

export interface ReportProps {
  conversation: string;
  seq: number | undefined;
  person: string | undefined;
}

interface FormProps extends ReportProps { onDone: (receipt: Receipt) => void }

/** What is reported: what one came with, else the newest words, until one chooses otherwise. */
function useTarget({ conversation, seq, person }: ReportProps) {
  const others = useOthers(conversation);
  const chosen = useSignal<string | null>(null);
  const fixed: Choice | null = seq !== undefined
    ? choicesOf(conversation, others.filter((entry) => entry.seq === seq))[0] ??
      { key: "", label: words.earlierMessage, target: { conversation, seq } }
    : person !== undefined
      ? { key: "", label: careWords.reportPerson(nameIn(conversation, person)), target: { person } }
      : null;
  const choices = fixed ? [fixed] : choicesOf(conversation, others);
  const choice = choices.find(({ key }) => key === chosen.value) ?? choices[0];
  return { fixed, choices, choice, choose: (key: string) => { chosen.value = key; } };
}

function ReportForm(props: FormProps) {
  const { fixed, choices, choice, choose } = useTarget(props);
  const about = useSignal<ReportAbout | "">("");
  const note = useSignal("");
  const cid = useMemo(newUuid, []);
  const send = (event: Event) => {
    event.preventDefault();
    if (about.value === "" || !choice) {
      task.error.value = careWords.reportChoose;
      return;
    }
    const draft = { cid, target: choice.target, about: about.value, note: note.value };
    void task.run(() => raiseReport(draft), errorWords)
      .then((receipt) => receipt && props.onDone(receipt));
  };
  if (!choice) {
    return <p>{careWords.reportNothing}</p>;
  }
  return (
    <form onSubmit={send} noValidate>
      {!fixed && (
        <Select
          name="which" label={careWords.reportWhich} value={choice.key} onChange={choose}
          options={choices.map(({ key, label }) => ({ value: key, label }))}
        />
      )}
      <p class="quoted-line" dir="auto">{choice.label}</p>
      <FormError text={task.error.value} />
      <AboutChoice value={about.value} onChange={(chosen) => { about.value = chosen; task.clear(); }} />
      {about.value === "risk" && <p class="said"><strong>{careWords.dangerNow}</strong></p>}
      <div class="field">
        <label for="report-note">{careWords.reportNote}</label>
        <textarea
          id="report-note" rows={3} maxLength={NOTE_MAX} value={note.value}
          onInput={(event) => { note.value = event.currentTarget.value; }}
        />
      </div>
      <button type="submit" class="strong" disabled={task.busy.value}>{careWords.reportSend}</button>
    </form>
  );
}

export function ReportView(props: ReportProps) {
  const receipt = useSignal<Receipt | null>(null);
  useMemo(() => task.clear(), []);
  return (
    <section class="page">
      <BackToTalk conversation={props.conversation} />
      {receipt.value
        ? <ReportReceipt receipt={receipt.value} conversation={props.conversation} />
        : (
          <>
            <PageHeading>{words.notRight}</PageHeading>
            <p>{careWords.reportIntro}</p>
            <ReportForm {...props} onDone={(made) => { receipt.value = made; scrollTo(0, 0); }} />
            <p>
              <button type="button" class="plain-button" onClick={() => go({ view: "help" })}>
                {careWords.needHelp}
              </button>
            </p>
          </>
        )}
    </section>
  );
}
