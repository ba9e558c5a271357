// One message as it stands in a conversation.
import { timeWords } from "../lib/dates";
import { choosing, toggleOptions } from "../models/choosing";
import type { Entry, MessageEntry } from "../models/log";
import { me } from "../models/state";
import { nameOf } from "../models/titles";
import { words } from "../strings";
import { MessageOptions } from "./message-options";
import { ReactionLine } from "./reactions";

export interface MessageProps {
  conversation: string;
  entry: MessageEntry;
  follows: boolean; // the same person wrote the one above, shortly before
  answered: Entry | undefined;
  tabbable: boolean; // one message of the log is a tab stop; arrow keys reach the others
  onWrite: () => void;
}

/** What a message answers, as a short quotation. */
export function Answered({ entry }: { entry: Entry | undefined }) {
  if (!entry || entry.kind !== "message") {
    return <p class="answered">{words.inReplyTo(words.earlierMessage)}</p>;
  }
  const isOwn = entry.by === me.value?.person;
  return (
    <p class="answered">
      <span class="answered-who">{isOwn ? words.inReplyToOwn : words.inReplyTo(nameOf(entry.by))}: </span>
      <span class="answered-text">{entry.text ?? words.removedReply}</span>
    </p>
  );
}

function goneWords({ by, hidden }: MessageEntry): string {
  if (hidden) {
    return words.hidden;
  }
  return by !== null && by === me.value?.person ? words.removedOwn : words.removed;
}

function Body({ entry }: { entry: MessageEntry }) {
  if (entry.text === null) {
    return <p class="text gone">{goneWords(entry)}</p>;
  }
  return <p class="text" dir="auto">{entry.text}</p>;
}

function OptionsButton({ entry, tabbable }: { entry: MessageEntry; tabbable: boolean }) {
  const now = choosing.value;
  const isOpen = now.step !== "none" && now.seq === entry.seq;
  const time = timeWords(entry.at);
  const label = entry.by === me.value?.person
    ? words.optionsForOwn(time) : words.optionsFor(nameOf(entry.by), time);
  return (
    <button
      type="button" class="dots" data-options={entry.seq} aria-expanded={isOpen}
      tabIndex={tabbable ? 0 : -1} title={words.options}
      aria-label={label}
      onClick={() => toggleOptions(entry.seq)}
    >
      <span aria-hidden="true">•••</span>
    </button>
  );
}

export function Message(props: MessageProps) {
  const { entry, follows } = props;
  const mine = entry.by === me.value?.person;
  const name = nameOf(entry.by);
  return (
    <li class={`message${mine ? " mine" : ""}${follows ? " follows" : ""}`} data-seq={entry.seq}>
      <p class={follows || mine ? "hidden" : "who"}>{name}</p>
      <div class="line">
        <div class="bubble">
          {entry.reply_to !== null && <Answered entry={props.answered} />}
          <Body entry={entry} />
        </div>
        {entry.text !== null && <OptionsButton entry={entry} tabbable={props.tabbable} />}
      </div>
      <p class="meta">
        {timeWords(entry.at)}
        {entry.edited && entry.text !== null && ` · ${words.edited}`}
        {mine && entry.text !== null && ` · ${words.states.sent}`}
      </p>
      <ReactionLine reactions={entry.text === null ? new Map() : entry.reactions} />
      <MessageOptions conversation={props.conversation} entry={entry} onWrite={props.onWrite} />
    </li>
  );
}
