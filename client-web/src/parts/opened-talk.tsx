// What was opened, as text with authors and times, under words that say that each reading of it
// is written down.
import { useLayoutEffect, useRef } from "preact/hooks";
import { momentWords } from "../lib/dates";
import type { OpeningRow } from "../lib/wire-desk";
import {
  closeReading, openingsTable as table, readOpening, reading,
} from "../models/desk-openings";
import { openedLines, type OpenedLine, type OpenedNote } from "../models/opened-talk";
import { leadWords as text } from "../strings-lead";

function Line({ line }: { line: OpenedLine | OpenedNote }) {
  if ("note" in line) {
    return <li><p class="hint">{text.lineOf(line.note, momentWords(line.at))}</p></li>;
  }
  return (
    <li>
      <p class="small-title">
        {text.lineOf(line.by, momentWords(line.at))}
        {line.marks.map((mark) => <span class="mark" key={mark}>{mark}</span>)}
      </p>
      <blockquote dir="auto">{line.said ?? text.takenAway}</blockquote>
    </li>
  );
}

export function OpenedTalk({ row }: { row: OpeningRow }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const now = reading.value?.opening === row.opening ? reading.value : null;
  const isOpen = now !== null;
  useLayoutEffect(() => { heading.current?.focus(); }, [isOpen]);
  if (!now) {
    return null;
  }
  const lines = openedLines(now.events, now.people);
  return (
    <section class="opened" aria-label={text.readTitle}>
      <p class="notice-line">{text.readBanner(momentWords(row.read_until ?? 0))}</p>
      <h2 tabIndex={-1} ref={heading}>{text.readTitle}</h2>
      {lines.length === 0 && <p class="quiet">{text.readNone}</p>}
      <ol class="excerpt">{lines.map((line) => <Line key={line.seq} line={line} />)}</ol>
      {!now.more && lines.length > 0 && <p class="quiet">{text.readEnd}</p>}
      <div class="row">
        {now.more && (
          <button
            type="button" disabled={table.task.busy.value}
            onClick={() => void readOpening(row.opening)}
          >
            {text.readMore}
          </button>
        )}
        <button type="button" onClick={closeReading}>{text.closeReading}</button>
      </div>
    </section>
  );
}
