// A table that one walks through by keyboard: one tab stop, arrows move from row to row, Enter
// opens a row and letters start its actions. On a narrow window each row becomes a card; the
// roles stand in the markup, since browsers drop those of rows that are drawn as blocks.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { nextKey, keptKey } from "../models/roving";
import { closeRow, type TableState, toggleRow } from "../models/table";
import { deskWords } from "../strings-desk";

export interface Column<R> {
  name: string; // also the class of its cells
  head: string;
  cell: (row: R) => ComponentChildren;
}

export interface DeskTableProps<R> {
  table: TableState;
  caption: string;
  rows: readonly R[];
  columns: readonly Column<R>[];
  head: string; // of the first column, which names the row
  keyOf: (row: R) => string;
  nameOf: (row: R) => string;
  marks?: (row: R) => readonly string[];
  details: (row: R) => ComponentChildren;
  letters?: Readonly<Record<string, (row: R) => void>>;
}

function rowButton(body: HTMLElement | null, key: string | null): HTMLElement | null {
  return Array.from(body?.querySelectorAll<HTMLElement>("[data-row]") ?? [])
    .find((one) => one.dataset["row"] === key) ?? null;
}

/** Keeps the focus in the table when the row that had it goes. */
function useKeptFocus(
  body: { current: HTMLElement | null }, keys: readonly string[], table: TableState,
): void {
  const before = useRef<readonly string[]>([]);
  const isInside = useRef(false);
  useLayoutEffect(() => {
    const kept = keptKey(before.current, keys, table.active.value);
    const isLost = document.activeElement === document.body;
    before.current = keys;
    table.active.value = kept;
    if (isInside.current && isLost) {
      rowButton(body.current, kept)?.focus();
    }
  }, [keys.join(" ")]);
  useLayoutEffect(() => {
    const note = () => { isInside.current = body.current?.contains(document.activeElement) ?? false; };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
}

function DetailsRow<R>({ row, props }: { row: R; props: DeskTableProps<R> }) {
  return (
    <tr role="row" class="details">
      <td role="cell" colSpan={props.columns.length + 1}>{props.details(row)}</td>
    </tr>
  );
}

function Row<R>({ row, props }: { row: R; props: DeskTableProps<R> }) {
  const { table, columns } = props;
  const key = props.keyOf(row);
  const isOpen = table.open.value === key;
  return (
    <>
      <tr role="row" class={isOpen ? "open" : undefined}>
        <th role="rowheader" scope="row">
          <button
            type="button" class="row-name" data-row={key} aria-expanded={isOpen}
            tabIndex={table.active.value === key ? 0 : -1}
            onFocus={() => { table.active.value = key; }} onClick={() => toggleRow(table, key)}
          >
            {props.nameOf(row)}
          </button>
          {props.marks?.(row).map((mark) => <span class="mark" key={mark}>{mark}</span>)}
        </th>
        {columns.map((column) => (
          <td role="cell" key={column.name} class={column.name}>
            <span class="cell-head" aria-hidden="true">{column.head}</span>
            <span class="cell-value">{column.cell(row)}</span>
          </td>
        ))}
      </tr>
      {isOpen && <DetailsRow row={row} props={props} />}
    </>
  );
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}

function onRowKey<R>(event: KeyboardEvent, key: string, props: DeskTableProps<R>): void {
  const body = (event.currentTarget as HTMLElement);
  const to = nextKey(props.rows.map(props.keyOf), key, event.key);
  const letter = props.letters?.[event.key.toLowerCase()];
  const row = props.rows.find((one) => props.keyOf(one) === key);
  if (to !== null) {
    event.preventDefault();
    rowButton(body, to)?.focus();
  } else if (letter && row) {
    event.preventDefault();
    letter(row);
  }
}

function onKey<R>(event: KeyboardEvent, props: DeskTableProps<R>): void {
  const key = (event.target as HTMLElement).dataset["row"];
  const open = props.table.open.value;
  if (event.key === "Escape" && open !== null && !event.defaultPrevented) {
    closeRow(props.table);
    rowButton(event.currentTarget as HTMLElement, open)?.focus();
  } else if (key !== undefined && isPlain(event)) {
    onRowKey(event, key, props);
  }
}

export function DeskTable<R>(props: DeskTableProps<R>) {
  const body = useRef<HTMLTableSectionElement>(null);
  useKeptFocus(body, props.rows.map(props.keyOf), props.table);
  useEffect(() => () => closeRow(props.table), []); // a form left open would take the focus later
  return (
    <table role="table" class="desk-table">
      <caption>{props.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{props.head}</th>
          {props.columns.map((column) => (
            <th role="columnheader" scope="col" key={column.name}>{column.head}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body} onKeyDown={(event) => onKey(event, props)}>
        {props.rows.map((row) => <Row key={props.keyOf(row)} row={row} props={props} />)}
      </tbody>
    </table>
  );
}

/** The keys that work in a table, for everybody to read. */
export function TableKeys({ letters }: { letters: readonly (readonly [string, string])[] }) {
  return (
    <details class="keys">
      <summary>{deskWords.keysTitle}</summary>
      <p>{deskWords.keysText}</p>
      <dl>
        {[...deskWords.keysAlways, ...letters].map(([key, what]) => (
          <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>
        ))}
      </dl>
    </details>
  );
}
