// What the whole client knows, as signals. Only models write here; views and parts read.
import { computed, signal, type Signal } from "@preact/signals";
import type {
  AccountNotice, ConversationRow, Group, HelpCard, PersonRow, RoleHeld, SessionRow,
} from "../lib/wire";
import type { LinkState } from "./connection-ends";
import { EMPTY_LOG, type Log } from "./log";
import type { PendingAnswer } from "./answers";
import type { OutboxItem } from "./outbox";

export interface Me {
  person: string;
  roles: readonly RoleHeld[];
  areas: Readonly<Record<string, { name: string }>>;
  organisation: string;
}

export interface Blocked { id: string; name: string }

// "set_up": staff who have to set up a second step before anything else
export type SignedIn = "unknown" | "no" | "yes" | "set_up";

export const signedIn = signal<SignedIn>("unknown");
/** What the sign-in page says of how one came to it. */
export type SignedOut = "unasked" | "everywhere" | null;
export const signedOut = signal<SignedOut>(null);
export const me = signal<Me | null>(null);
/** She takes part in matching herself, as carer or supporter. */
export const isMatched = computed(() => me.value?.roles.some(
  (grant) => grant.role === "carer" || grant.role === "supporter") ?? false);
export const link = signal<LinkState>("off");
/** The connection has been away for long enough to say so. */
export const away = signal(false);
export const stoppedWhy = signal<string | null>(null);
export const conversations = signal<ReadonlyMap<string, ConversationRow>>(new Map());
export const people = signal<ReadonlyMap<string, PersonRow>>(new Map());
/** What people are called in a group, where that can be another name than elsewhere. */
export const namesHere = signal<ReadonlyMap<string, ReadonlyMap<string, string>>>(new Map());
/** How groups live, as far as it was asked for. */
export const groups = signal<ReadonlyMap<string, Group>>(new Map());
export const openGroups = signal<readonly { id: string; title: string }[]>([]);
/** Whom one has blocked, as far as it was asked for. */
export const blocked = signal<readonly Blocked[]>([]);
/** Where one is signed in; as far as one has looked. */
export const sessions = signal<readonly SessionRow[]>([]);
export const outbox = signal<readonly OutboxItem[]>([]);
/** Answers about oneself that the server does not have yet. */
export const pendingAnswers = signal<readonly PendingAnswer[]>([]);
/** What one has to know about one's account, and has not closed. */
export const accountNotices = signal<readonly AccountNotice[]>([]);
/** Something waits on the page Today. */
export const hasNews = signal(false);
/** Something has come of what one reported or wrote that one has not looked at here. */
export const hasReportNews = signal(false);

/** Where it is kept what of it this person has looked at on this device. */
export function seenReports(person: string): string {
  return `reports/${person}/`;
}

/** Cards of help: of each kind one in a conversation, beside the message that is its value. */
export const helpCards = signal<ReadonlyMap<string, number>>(new Map());

export function cardKey(conversation: string, card: HelpCard): string {
  return `${conversation}/${card}`;
}

/** Where it is kept what of `accountNotices` this person has read on this device. */
export function readNotices(person: string): string {
  return `account-read ${person}`;
}

/** Where it is kept which of them this person has closed on this device. */
export function closedCards(person: string): string {
  return `card/${person}/`;
}

/** Who is typing, by conversation: persons and the moment until which it is believed. */
export const typing = signal<ReadonlyMap<string, ReadonlyMap<string, number>>>(new Map());
/** The one thing to be said politely by a screen reader. */
export const announcement = signal("");
/** The announcement stands on the page too, for a while. */
export const isNotice = signal(false);

const logs = new Map<string, Signal<Log>>();

export function logOf(conversation: string): Signal<Log> {
  let log = logs.get(conversation);
  if (!log) {
    log = signal(EMPTY_LOG);
    logs.set(conversation, log);
  }
  return log;
}

export function forgetLog(conversation: string): void {
  logOf(conversation).value = EMPTY_LOG;
}

/** What is on screen may no longer be what one may see: it is read again. */
export function forgetAllLogs(): void {
  logs.forEach((log) => { log.value = EMPTY_LOG; });
}

export function putConversation(row: ConversationRow): void {
  conversations.value = new Map(conversations.value).set(row.id, row);
}

export function dropConversation(id: string): void {
  const rest = new Map(conversations.value);
  rest.delete(id);
  conversations.value = rest;
  forgetLog(id);
}

export function patchConversation(id: string, patch: Partial<ConversationRow>): void {
  const row = conversations.value.get(id);
  if (row) {
    putConversation({ ...row, ...patch });
  }
}

export function putPeople(more: Readonly<Record<string, PersonRow>>): void {
  const all = new Map(people.value);
  Object.keys(more).forEach((id) => {
    const person = more[id];
    if (person) {
      all.set(id, person);
    }
  });
  people.value = all;
}

function putNames(conversation: string, more: Readonly<Record<string, PersonRow>>): void {
  const names = new Map(namesHere.value.get(conversation));
  Object.keys(more).forEach((id) => names.set(id, more[id]?.name ?? ""));
  namesHere.value = new Map(namesHere.value).set(conversation, names);
}

/** People as they are called in this conversation: a nickname stays in its group. */
export function putPeopleOf(
  conversation: string, more: Readonly<Record<string, PersonRow>>,
): void {
  if (conversations.value.get(conversation)?.kind !== "group") {
    putPeople(more);
    return;
  }
  putNames(conversation, more);
  const strangers = Object.keys(more).filter((id) => !people.value.has(id));
  putPeople(Object.fromEntries(strangers.map((id) => [id, more[id] as PersonRow])));
}

/** Forgets everything of the person who was signed in. */
export function clearState(): void {
  me.value = null;
  conversations.value = new Map();
  people.value = new Map();
  namesHere.value = new Map();
  groups.value = new Map();
  openGroups.value = [];
  blocked.value = [];
  sessions.value = [];
  outbox.value = [];
  pendingAnswers.value = [];
  hasNews.value = false;
  hasReportNews.value = false;
  helpCards.value = new Map();
  typing.value = new Map();
  forgetAllLogs();
  logs.clear();
}

/** For screen readers only: what happens by itself, and stands on the page anyway. */
export function say(words: string): void {
  // The same words twice in a row would not be spoken again: a space makes them new.
  announcement.value = announcement.value === words ? `${words}\u00a0` : words;
  isNotice.value = false;
}

const NOTICE_MS = 8_000; // slow readers too
let noticeTimer: ReturnType<typeof setTimeout> | undefined;

/** For everybody: what one asked for is done. */
export function tell(words: string): void {
  say(words);
  isNotice.value = true;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { isNotice.value = false; }, NOTICE_MS);
}
