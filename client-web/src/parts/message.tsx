// One message as it stands in a conversation.
import { timeWords } from "../lib/dates";
import type { HelpCard } from "../lib/wire";
import { choosing, toggleOptions } from "../models/choosing";
import type { Entry, MessageEntry } from "../models/log";
import { cardKey, helpCards, me } from "../models/state";
import { nameIn } from "../models/titles";
import { words } from "../strings";
import { Care } from "./care";
import { Covered } from "./covered";
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

/** What is quoted of a message elsewhere: not what lies under a cover. */
export function quoteOf({ text, cover }: MessageEntry): string {
  if (text === null) {
    return words.removedReply;
  }
  return cover === null ? text : words.coverSays(cover);
}

/** What a message answers, as a short quotation. */
export function Answered({ conversation, entry }: { conversation: string; entry: Entry | undefined }) {
  if (!entry || entry.kind !== "message") {
    return <p class="answered">{words.inReplyTo(words.earlierMessage)}</p>;
  }
  const isOwn = entry.by === me.value?.person;
  return (
    <p class="answered">
      <span class="answered-who">{isOwn ? words.inReplyToOwn : words.inReplyTo(nameIn(conversation, entry.by))}: </span>
      <span class="answered-text">{quoteOf(entry)}</span>
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
  const text = <p class="text" dir="auto">{entry.text}</p>;
  return entry.cover === null
    ? text : <Covered label={entry.cover} own={entry.by === me.value?.person}>{text}</Covered>;
}

const CARDS: readonly HelpCard[] = [
  "crisis", "contact", "supportive", "kind", "here", "advice", "buddy",
];

/** Help that came for what one has written oneself, or reads as a buddy. */
function CardBeside({ conversation, seq }: { conversation: string; seq: number }) {
  const cards = CARDS.filter((card) => helpCards.value.get(cardKey(conversation, card)) === seq);
  return (
    <>
      {cards.map((card) => (
        <Care
          key={card} quiet
          show={({ HelpCardBox }) => <HelpCardBox {...{ conversation, seq, card }} />}
        />
      ))}
    </>
  );
}

function OptionsButton({ conversation, entry, tabbable }: MessageProps) {
  const now = choosing.value;
  const isOpen = now.step !== "none" && now.seq === entry.seq;
  const time = timeWords(entry.at);
  const label = entry.by === me.value?.person
    ? words.optionsForOwn(time) : words.optionsFor(nameIn(conversation, entry.by), time);
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
  const { conversation, entry, follows } = props;
  const mine = entry.by === me.value?.person;
  const name = nameIn(conversation, entry.by);
  return (
    <li class={`message${mine ? " mine" : ""}${follows ? " follows" : ""}`} data-seq={entry.seq}>
      <p class={follows || mine ? "hidden" : "who"}>{name}</p>
      <div class="line">
        <div class="bubble">
          {entry.reply_to !== null && <Answered conversation={conversation} entry={props.answered} />}
          <Body entry={entry} />
        </div>
        {entry.text !== null && <OptionsButton {...props} />}
      </div>
      <p class="meta">
        {timeWords(entry.at)}
        {entry.edited && entry.text !== null && ` · ${words.edited}`}
        {mine && entry.text !== null && ` · ${words.states.sent}`}
      </p>
      <ReactionLine
        conversation={conversation} reactions={entry.text === null ? new Map() : entry.reactions}
      />
      <MessageOptions conversation={conversation} entry={entry} onWrite={props.onWrite} />
      <CardBeside conversation={conversation} seq={entry.seq} />
    </li>
  );
}
