// What is being written and not yet sent, per conversation, kept on this device only.
import { forget, forgetAll, keep, kept } from "../lib/idb";
import { me } from "./state";

export interface Draft { text: string; reply_to: number | null; cover: string | null }

export const NO_DRAFT: Draft = { text: "", reply_to: null, cover: null };

const drafts = new Map<string, Draft>();
const unsaved = new Set<string>();
let isWriting = false;

function key(person: string, conversation = ""): string {
  return `draft/${person}/${conversation}`;
}

export async function restoreDrafts(person: string): Promise<void> {
  const found = await kept<Draft>(key(person));
  found.forEach((draft, id) => {
    const conversation = id.slice(key(person).length);
    if (!drafts.has(conversation)) {
      drafts.set(conversation, draft);
    }
  });
}

export function draftOf(conversation: string): Draft {
  return { ...NO_DRAFT, ...drafts.get(conversation) };
}

export function saveDraft(conversation: string, draft: Draft): void {
  drafts.set(conversation, draft);
  unsaved.add(conversation);
  void flushDrafts();
}

async function write(person: string, conversation: string): Promise<void> {
  const draft = draftOf(conversation);
  if (draft.text === "" && draft.reply_to === null) {
    await forget(key(person, conversation));
  } else {
    await keep(key(person, conversation), draft);
  }
}

/** Writes what is not written yet, one after the other: as often as the device can. */
export async function flushDrafts(): Promise<void> {
  const person = me.value?.person;
  if (!person || isWriting) {
    return;
  }
  isWriting = true;
  for (const conversation of unsaved) {
    unsaved.delete(conversation); // typed on meanwhile, it comes back and is visited again
    await write(person, conversation);
  }
  isWriting = false;
}

export async function forgetDrafts(person: string): Promise<void> {
  drafts.clear();
  unsaved.clear();
  await forgetAll(key(person));
}
