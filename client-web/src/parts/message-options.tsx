// What one can do with a message: answer, send a sign, copy; with an own one also change, remove.
import { useLayoutEffect, useRef } from "preact/hooks";
import { copyText } from "../lib/clipboard";
import { optionsButtonOf, restoreFocus } from "../lib/focus";
import type { Reaction } from "../lib/wire";
import { askRemove, choosing, closeOptions, react, remove } from "../models/choosing";
import { startEditing, startReply } from "../models/composing";
import type { MessageEntry } from "../models/log";
import { go } from "../models/routes";
import { me, say, tell } from "../models/state";
import { words } from "../strings";
import { Care } from "./care";
import { Confirm } from "./confirm";
import { Picture, REACTIONS } from "./pictures";

export interface MessageOptionsProps {
  conversation: string;
  entry: MessageEntry;
  onWrite: () => void; // the words go on in the box where one writes
}

function ReactionButtons({ conversation, entry }: MessageOptionsProps) {
  const own = entry.reactions.get(me.value?.person ?? "");
  const press = (reaction: Reaction) => {
    void react(conversation, entry.seq, reaction === own ? null : reaction);
  };
  return (
    <div class="signs" role="group" aria-label={words.react}>
      {REACTIONS.map((reaction) => (
        <button
          type="button" key={reaction} aria-pressed={reaction === own}
          onClick={() => press(reaction)}
        >
          <Picture of={reaction} /> {words.reactions[reaction]}
        </button>
      ))}
    </div>
  );
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) {
    tell(words.copied);
  }
  closeOptions();
}

function WordButtons({ conversation, entry, onWrite }: MessageOptionsProps) {
  const text = entry.text ?? "";
  const mine = entry.by === me.value?.person;
  const write = (start: () => void) => {
    start();
    closeOptions();
    onWrite();
  };
  return (
    <div class="row">
      <button type="button" onClick={() => write(() => startReply(entry.seq))}>
        {words.reply}
      </button>
      <button type="button" onClick={() => void copy(text)}>{words.copy}</button>
      {mine && (
        <button type="button" onClick={() => write(() => startEditing(entry.seq, text))}>
          {words.change}
        </button>
      )}
      {mine && (
        <button type="button" onClick={() => askRemove(entry.seq)}>{words.remove}</button>
      )}
      <Care
        quiet show={({ PinButton }) => <PinButton conversation={conversation} seq={entry.seq} />}
      />
      {!mine && (
        <button
          type="button" onClick={() => go({ view: "report", conversation, seq: entry.seq })}
        >
          {words.notRight}
        </button>
      )}
    </div>
  );
}

function OptionsBox(props: MessageOptionsProps & { error: string | null }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const options = optionsButtonOf(box.current);
    box.current?.scrollIntoView({ block: "nearest" });
    return () => restoreFocus(options);
  }, []);
  return (
    <div
      class="options" ref={box} onKeyDown={(event) => event.key === "Escape" && closeOptions()}
    >
      {props.error && <p class="error" role="alert">{props.error}</p>}
      <ReactionButtons {...props} />
      <WordButtons {...props} />
    </div>
  );
}

export function MessageOptions(props: MessageOptionsProps) {
  const now = choosing.value;
  const { conversation, entry } = props;
  if (now.step === "none" || now.seq !== entry.seq) {
    return null;
  }
  if (now.step === "remove") {
    return (
      <Confirm
        question={words.removeAsk} yes={words.removeYes} no={words.removeNo}
        busy={now.busy} error={now.error} onNo={closeOptions}
        onYes={() => void remove(conversation, entry.seq)
          .then((done) => done && say(words.removedDone))}
      />
    );
  }
  return <OptionsBox {...props} error={now.error} />;
}
