// A message on its way: where it is in words, and what one can do if it was refused.
import { copyText } from "../lib/clipboard";
import { kindWords } from "../lib/error-words";
import { takeBack } from "../models/composing";
import type { OutboxItem } from "../models/outbox";
import { discardItem } from "../models/sending";
import { link, tell } from "../models/state";
import { words } from "../strings";

function stateWords(item: OutboxItem): string {
  if (item.state === "waiting" && link.value === "live") {
    return words.states.sending; // it waits for its turn, not for a connection
  }
  return words.states[item.state];
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) {
    tell(words.copied);
  }
}

function Refusal({ item, onWrite }: { item: OutboxItem; onWrite: (() => void) | null }) {
  const again = () => {
    discardItem(item.cid);
    takeBack({ text: item.text, reply_to: item.reply_to, cover: item.cover });
    onWrite?.();
  };
  return (
    <div class="options">
      <p class="error">{kindWords(item.refusal ?? "internal")}</p>
      <div class="row">
        {onWrite && <button type="button" onClick={again}>{words.refusedEdit}</button>}
        <button type="button" onClick={() => void copy(item.text)}>{words.copy}</button>
        <button type="button" onClick={() => discardItem(item.cid)}>{words.refusedDelete}</button>
      </div>
    </div>
  );
}

export interface UnsentMessageProps { item: OutboxItem; onWrite: (() => void) | null }

export function UnsentMessage({ item, onWrite }: UnsentMessageProps) {
  return (
    <li class={`message mine unsent ${item.state}`} data-cid={item.cid}>
      <p class="hidden">{words.you}</p>
      <div class="line">
        <div class="bubble"><p class="text" dir="auto">{item.text}</p></div>
      </div>
      <p class="meta">{stateWords(item)}</p>
      {item.state === "refused" && <Refusal item={item} onWrite={onWrite} />}
    </li>
  );
}
