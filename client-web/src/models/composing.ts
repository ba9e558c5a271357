// The box where one writes: a new message, an answer, or a change to an own message. Before
// words leave that could show who a child is, the writer is asked once.
import { signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import { pauseSigns, type PauseSign } from "../lib/pause";
import { charsLeft, cleanText } from "../lib/text-limits";
import { words } from "../strings";
import { type Draft, draftOf, NO_DRAFT, saveDraft } from "./drafts";
import { request } from "./request";
import { sendMessage } from "./sending";
import { tellTyping } from "./typing";

export interface Composing {
  conversation: string;
  text: string;
  cover: string | null; // what others see first, in the writer's words; null: no cover
  reply_to: number | null;
  editing: number | null; // seq of the own message that is being changed
  busy: boolean;
  error: string | null;
  pause: readonly PauseSign[]; // what was seen in it; the writer has not said yet what to do
}

const NOTHING: Composing = {
  conversation: "", text: "", cover: null, reply_to: null, editing: null, busy: false, error: null,
  pause: [],
};

export const composing = signal<Composing>(NOTHING);

function patch(change: Partial<Composing>): void {
  composing.value = { ...composing.value, ...change };
}

export function compose(conversation: string): void {
  composing.value = { ...NOTHING, conversation, ...draftOf(conversation) };
}

export function setText(text: string): void {
  patch({ text, error: null, pause: [] });
  if (composing.value.editing === null) {
    keepDraft();
    if (text.trim() !== "") {
      tellTyping(composing.value.conversation);
    }
  }
}

function keepDraft(): void {
  const { conversation, text, reply_to, cover } = composing.value;
  saveDraft(conversation, { text, reply_to, cover });
}

/** The label of a cover over the words, or null for none. */
export function setCover(cover: string | null): void {
  patch({ cover, error: null });
  keepDraft();
}

export function startReply(seq: number): void {
  if (composing.value.editing !== null) {
    stopEditing();
  }
  patch({ reply_to: seq });
  keepDraft();
}

export function stopReply(): void {
  patch({ reply_to: null });
  keepDraft();
}

export function startEditing(seq: number, text: string): void {
  patch({ editing: seq, text, reply_to: null, cover: null, error: null });
}

/** Back to what was being written before the change began. */
export function stopEditing(): void {
  compose(composing.value.conversation);
}

/** Puts words back into the box: those of a message that could not be sent. */
export function takeBack({ text, reply_to, cover }: Draft): void {
  const kept = composing.value.text.trim();
  patch({ editing: null, reply_to, cover });
  setText(kept === "" ? text : `${text}\n${kept}`);
}

/** Whether there is nothing to ask about; else it is asked, and nothing leaves. */
function mayLeave(text: string): boolean {
  const pause = pauseSigns(text);
  patch({ pause });
  return pause.length === 0;
}

/** Sends what is in the box; `as_it_is` once the writer was asked. */
export async function submit(how: "checked" | "as_it_is" = "checked"): Promise<void> {
  const { conversation, text, reply_to, editing, busy, cover } = composing.value;
  const clean = cleanText(text);
  if (clean === "" || busy) {
    return;
  }
  if (charsLeft(text) < 0) {
    patch({ error: words.tooLong });
    return;
  }
  const under = cover === null ? null : cleanText(cover);
  if (under === "") {
    patch({ error: words.coverEmpty });
    return;
  }
  if (how === "checked" && !mayLeave(`${under ?? ""}\n${clean}`)) {
    return;
  }
  if (editing !== null) {
    await saveEdit(conversation, editing, clean);
    return;
  }
  sendMessage(conversation, { text: clean, reply_to, cover: under });
  saveDraft(conversation, NO_DRAFT);
  compose(conversation);
}

/** Back to the words, to change them. */
export function stopPause(): void {
  patch({ pause: [] });
}

async function saveEdit(conversation: string, seq: number, text: string): Promise<void> {
  patch({ busy: true, error: null, pause: [] });
  try {
    await request("message.edit", { conversation, seq, text });
    compose(conversation);
  } catch (cause) {
    patch({ busy: false, error: errorWords(cause) });
  }
}
