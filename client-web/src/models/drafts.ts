// What is being written and not yet sent, per conversation, kept on this device only.
import { forget, forgetAll, keep, kept } from "../lib/idb";
import { me } from "./state";

export interface Draft { text: string; reply_to: number | null }

const SAVE_AFTER_MS = 400; // after a pause in typing, not at each key
const drafts = new Map<string, Draft>();
let timer: ReturnType<typeof setTimeout> | undefined;
const unsaved = new Set<string>();

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
  return drafts.get(conversation) ?? { text: "", reply_to: null };
}

export function saveDraft(conversation: string, draft: Draft): void {
  drafts.set(conversation, draft);
  unsaved.add(conversation);
  clearTimeout(timer);
  timer = setTimeout(flushDrafts, SAVE_AFTER_MS);
}

/** Writes what a pause has not written yet: before the page goes away. */
export function flushDrafts(): void {
  const person = me.value?.person;
  if (!person) {
    return;
  }
  unsaved.forEach((conversation) => {
    const draft = draftOf(conversation);
    if (draft.text === "" && draft.reply_to === null) {
      void forget(key(person, conversation));
    } else {
      void keep(key(person, conversation), draft);
    }
  });
  unsaved.clear();
}

export async function forgetDrafts(person: string): Promise<void> {
  drafts.clear();
  unsaved.clear();
  await forgetAll(key(person));
}
