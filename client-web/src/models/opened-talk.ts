// What was opened, as lines to read. Pure.
import type { Results, WireEvent } from "../lib/wire";
import { leadWords as text } from "../strings-lead";
import { words } from "../strings";

type People = Results["opening.read"]["people"];

export interface OpenedLine {
  seq: number;
  by: string;
  at: number;
  said: string | null; // null: taken away
  marks: readonly string[];
}
export interface OpenedNote { seq: number; at: number; note: string }

function nameIn(people: People, person: string | null): string {
  return person === null ? words.somebody : people[person]?.name ?? text.somebodyGone;
}

/** A message, or who came and went; null for what changes nothing that is read here. */
export function openedLine(event: WireEvent, people: People): OpenedLine | OpenedNote | null {
  switch (event.kind) {
    case "message.sent": {
      const { data } = event;
      return {
        seq: event.seq, at: event.at, by: nameIn(people, event.by),
        said: data.removed ? null : data.text ?? null,
        marks: [
          ...(data.edited_at === undefined ? [] : [text.changedLine]),
          ...(data.cover === undefined ? [] : [text.coveredLine(data.cover)]),
        ],
      };
    }
    case "member.joined":
      return { seq: event.seq, at: event.at, note: text.cameLine(nameIn(people, event.data.person)) };
    case "member.left":
      return { seq: event.seq, at: event.at, note: text.wentLine(nameIn(people, event.data.person)) };
    default:
      return null;
  }
}

export function openedLines(
  events: readonly WireEvent[], people: People,
): (OpenedLine | OpenedNote)[] {
  return events.map((event) => openedLine(event, people))
    .filter((line): line is OpenedLine | OpenedNote => line !== null);
}
