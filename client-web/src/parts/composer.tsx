// The box where one writes. Enter makes a new line, so that nothing goes out by accident.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { charsLeft, NEARLY_CHARS } from "../lib/text-limits";
import {
  compose, composing, setText, stopEditing, stopReply, submit,
} from "../models/composing";
import { me } from "../models/state";
import { nameOf } from "../models/titles";
import { words } from "../strings";

export const COMPOSER_ID = "write";
const BOX_MAX_PX = 190; // about six lines; more would cover the conversation

export function focusComposer(): void {
  document.getElementById(COMPOSER_ID)?.focus();
}

function answering(by: string | null): string {
  if (by !== null && by === me.value?.person) {
    return words.replyingToOwn;
  }
  return words.replyingTo(by === null ? words.earlierMessage : nameOf(by));
}

function Above({ answeredBy }: { answeredBy: string | null }) {
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
      <p>{answering(answeredBy)}</p>
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
  answeredBy: string | null;
}

export function Composer({ conversation, name, answeredBy }: ComposerProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const { text, editing, busy, error } = composing.value;
  useEffect(() => compose(conversation), [conversation]);
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
      <Above answeredBy={answeredBy} />
      {error && <p class="error" role="alert" id="write-error">{error}</p>}
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
    </form>
  );
}
