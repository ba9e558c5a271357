// The box where one writes. Enter makes a new line, so that nothing goes out by accident.
import { useLayoutEffect, useRef } from "preact/hooks";
import { firstWords } from "../lib/first-words";
import { charsLeft, NEARLY_CHARS } from "../lib/text-limits";
import {
  compose, composing, setText, stopEditing, stopReply, submit,
} from "../models/composing";
import type { MessageEntry } from "../models/log";
import { me } from "../models/state";
import { nameIn } from "../models/titles";
import { words } from "../strings";
import { CoverField } from "./cover-field";
import { quoteOf } from "./message";
import { PauseBox } from "./pause-box";

export const COMPOSER_ID = "write";
const BOX_MAX_PX = 190; // about six lines; more would cover the conversation

export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

function answering(answered: MessageEntry | null): string {
  if (answered === null) {
    return words.replyingTo(words.earlierMessage);
  }
  const isOwn = answered.by !== null && answered.by === me.value?.person;
  return isOwn ? words.replyingToOwn : words.replyingTo(nameIn(composing.value.conversation, answered.by));
}

/** Whom one answers, and the first words of it. */
function Answering({ answered }: { answered: MessageEntry | null }) {
  return (
    <div class="above-words">
      <p>{answering(answered)}</p>
      {answered && (
        <p dir="auto">
          {answered.text === null ? words.removedReply : words.quote(firstWords(quoteOf(answered)))}
        </p>
      )}
    </div>
  );
}

function Above({ answered }: { answered: MessageEntry | null }) {
  const { editing, reply_to } = composing.value;
  if (editing !== null) {
    return (
      <div class="above">
        <p>{words.changing}</p>
        <button type="button" onClick={() => { stopEditing(); focusComposer(); }}>
          {words.stopChange}
        </button>
      </div>
    );
  }
  if (reply_to === null) {
    return null;
  }
  return (
    <div class="above">
      <Answering answered={answered} />
      <button type="button" onClick={() => { stopReply(); focusComposer(); }}>
        {words.stopReply}
      </button>
    </div>
  );
}

function Count({ text }: { text: string }) {
  const left = charsLeft(text);
  return left < NEARLY_CHARS ? <p class="hint" id="write-left">{words.lettersLeft(left)}</p> : null;
}

export interface ComposerProps {
  conversation: string;
  name: string;
  answered: MessageEntry | null; // what the words in the box answer, if it is in memory
}

export function Composer({ conversation, name, answered }: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const { text, editing, busy, error, pause } = composing.value;
  useLayoutEffect(() => compose(conversation), [conversation]); // before a key can land in the box
  useLayoutEffect(() => {
    if (box.current) {
      // Through the CSSOM: the content policy allows no style attributes.
      box.current.style.height = "auto";
      box.current.style.height = `${Math.min(BOX_MAX_PX, box.current.scrollHeight + 4)}px`;
    }
  }, [text, editing]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Escape" && editing !== null) {
      stopEditing();
    }
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void submit();
    focusComposer();
  };
  return (
    <form class="composer" onSubmit={onSubmit}>
      <Above answered={answered} />
      {error && <p class="error" role="alert" id="write-error">{error}</p>}
      {pause.length > 0 && <PauseBox signs={pause} onWrite={focusComposer} />}
      <label for={COMPOSER_ID} class={editing === null ? "" : "hidden"}>
        {editing === null ? words.writeTo(name) : words.changing}
      </label>
      <div class="line">
        <textarea
          id={COMPOSER_ID} ref={box} rows={1} value={text} aria-describedby={error ? "write-error" : undefined}
          dir="auto" enterkeyhint="enter" onKeyDown={onKey}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="strong" disabled={busy}>
          {editing === null ? words.send : words.saveChange}
        </button>
      </div>
      <Count text={text} />
      {editing === null && text !== "" && <CoverField />}
    </form>
  );
}
