// The messages of a conversation: rows, arrow keys between them, and the place kept.
import { useMemo, useRef, useState } from "preact/hooks";
import { dayWords } from "../lib/dates";
import { toBottom } from "../lib/scroll-keeper";
import { type Entry, foldEntries, type NoteEntry } from "../models/log";
import type { OutboxItem } from "../models/outbox";
import { type Row, toRows } from "../models/rows";
import { conversations, logOf, me, outbox } from "../models/state";
import { nameIn } from "../models/titles";
import { words } from "../strings";
import { focusComposer } from "./composer";
import { Earlier } from "./earlier";
import { useKeptPlace, useReadMarks } from "./kept-place";
import { Message } from "./message";
import { UnsentMessage } from "./unsent-message";

function noteWords(conversation: string, entry: NoteEntry): string {
  if (entry.kind === "renamed") {
    return words.renamedNote(entry.words);
  }
  if (entry.person === me.value?.person) {
    return entry.kind === "joined" ? words.joinedNoteYou : words.leftNoteYou;
  }
  const name = entry.words || nameIn(conversation, entry.person);
  return entry.kind === "joined" ? words.joinedNote(name) : words.leftNote(name);
}

/** Up and Down, Home and End move between the messages of the log. */
function moveFocus(event: KeyboardEvent, root: HTMLElement): void {
  const buttons = Array.from(root.querySelectorAll<HTMLElement>("[data-options]"));
  const now = buttons.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = {
    ArrowUp: now - 1, ArrowDown: now + 1, Home: 0, End: buttons.length - 1 };
  const next = to[event.key];
  if (now < 0 || next === undefined) {
    return;
  }
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, next))]?.focus();
}

function unsentOf(conversation: string, entries: readonly Entry[]): OutboxItem[] {
  const stored = new Set(entries.map((entry) => entry.kind === "message" ? entry.cid : null));
  return outbox.value.filter(
    (item) => item.conversation === conversation && !stored.has(item.cid));
}

interface RowViewProps {
  row: Row;
  conversation: string;
  bySeq: ReadonlyMap<number, Entry>;
  tabStop: number;
}

function RowView({ row, conversation, bySeq, tabStop }: RowViewProps) {
  switch (row.kind) {
    case "day":
      return <li class="day"><span>{dayWords(row.at)}</span></li>;
    case "new":
      return <li class="new" id="new"><span>{words.newSince}</span></li>;
    case "note":
      return <li class="note" data-seq={row.entry.seq}>{noteWords(conversation, row.entry)}</li>;
    case "message":
      return (
        <Message
          conversation={conversation} entry={row.entry} follows={row.follows}
          answered={bySeq.get(row.entry.reply_to ?? 0)} tabbable={row.entry.seq === tabStop}
          onWrite={focusComposer}
        />
      );
  }
}

export function LogView({ conversation }: { conversation: string }) {
  const root = useRef<HTMLDivElement>(null);
  const [opened] = useState(() => {
    const { read, head } = conversations.value.get(conversation) ?? { read: 0, head: 0 };
    return { read, head };
  });
  const [chosen, setChosen] = useState(0);
  const log = logOf(conversation).value;
  const own = me.value?.person ?? "";
  const entries = useMemo(() => foldEntries(log.events), [log.events]);
  const rows = useMemo(() => toRows(entries, opened, own), [entries, opened, own]);
  const bySeq = useMemo(() => new Map(entries.map((entry) => [entry.seq, entry])), [entries]);
  const unsent = unsentOf(conversation, entries);
  const messages = entries.filter((entry) => entry.kind === "message" && entry.text !== null);
  const isThere = messages.some((entry) => entry.seq === chosen);
  const tabStop = isThere ? chosen : messages[messages.length - 1]?.seq ?? 0;
  const below = useKeptPlace(root, entries, unsent.length);
  useReadMarks(conversation, log.events[log.events.length - 1]?.seq ?? 0);
  return (
    <>
      <Earlier conversation={conversation} complete={log.complete} />
      <p class="hidden" id="log-hint">{words.messagesHint}</p>
      <div
        role="log" aria-live="off" aria-label={words.messagesLabel} aria-describedby="log-hint"
        class="log" ref={root} onKeyDown={(event) => moveFocus(event, event.currentTarget)}
        onFocusIn={(event) => {
          const seq = Number((event.target as HTMLElement).dataset["options"] ?? 0);
          setChosen((before) => seq || before);
        }}
      >
        <ol>
          {rows.map((row) => (
            <RowView key={row.key} {...{ row, conversation, bySeq, tabStop }} />
          ))}
          {unsent.map((item) => (
            <UnsentMessage key={item.cid} item={item} onWrite={focusComposer} />
          ))}
        </ol>
        {log.complete && messages.length + unsent.length === 0 && (
          <p class="quiet">{words.noMessages}</p>
        )}
      </div>
      {below && (
        <button type="button" class="below" onClick={toBottom}>{words.newBelow}</button>
      )}
    </>
  );
}
