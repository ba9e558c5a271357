// The copy of one's own data as a page to read: plain HTML without a program in it. Every
// word in it is text, whoever wrote it.
import { copyWords } from "../strings-copy";
import { copyNames } from "../strings-copy-names";
import { words } from "../strings";
import { copyAnswer, momentOf, nameWords, scalarWords } from "./copy-words";

export type CopyRow = Readonly<Record<string, unknown>>;

/** Who reads it: what one's conversations are called, and which questions one was asked. */
export interface CopyReader {
  places: ReadonlyMap<string, string>;
  isCarer: boolean;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" };

export function asText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? "");
}

// Ids say nothing to a reader; whoever needs them has the other file.
const ID = /^[a-z][0-9a-z]{13}$/;

function isShown(value: unknown): boolean {
  return value !== null && value !== undefined && !(typeof value === "string" && ID.test(value));
}

function listHtml(items: readonly string[], tag: "ul" | "ol" = "ul"): string {
  return `<${tag}>${items.map((item) => `<li>${item}</li>`).join("")}</${tag}>`;
}

function lineHtml(name: string, value: string): string {
  return `<dt>${asText(name)}</dt><dd>${value}</dd>`;
}

/** A row with one line says it without a name for it. */
function itemHtml(part: string, name: string, item: unknown): string {
  const [only, ...others] = typeof item === "object" && item !== null
    ? Object.entries(item).filter(([, value]) => isShown(value)) : [];
  return only !== undefined && others.length === 0
    ? valueHtml(part, ...only) : valueHtml(part, name, item);
}

function valueHtml(part: string, name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.filter(isShown).map((item) => itemHtml(part, name, item));
    return items.length > 0 ? listHtml(items) : asText(copyNames.none);
  }
  return typeof value === "object" ? rowHtml(part, value as CopyRow)
    : asText(scalarWords(part, name, value));
}

function rowHtml(part: string, row: CopyRow): string {
  const lines = Object.entries(row).filter(([, value]) => isShown(value))
    .map(([name, value]) => lineHtml(nameWords(part, name), valueHtml(part, name, value)));
  return `<dl>${lines.join("")}</dl>`;
}

function answerHtml(row: CopyRow, isCarer: boolean): string {
  const { field, values, shown } = row as { field: string; values: readonly string[]; shown: boolean };
  const answer = copyAnswer({ name: field, values, shown }, isCarer);
  const items = answer.values.map(asText);
  const said = items.length === 1 ? items.join("") : listHtml(items, answer.isRanked ? "ol" : "ul");
  const seen = answer.shown === undefined ? ""
    : `<p>${asText(copyNames.seen(answer.shown, isCarer))}</p>`;
  return `<dl>${lineHtml(answer.question, said + seen)}</dl>`;
}

/** What was agreed says more than the number of its line; a place is called by its name. */
function readable(row: CopyRow, { places }: CopyReader): CopyRow {
  const { rule, conversation, ...others } = row;
  return {
    ...others,
    rule: row.rule_text === undefined ? rule : undefined,
    conversation: row.kind === undefined ? places.get(String(conversation)) : undefined,
  };
}

function messageHtml(row: CopyRow, { places }: CopyReader): string {
  const place = places.get(String(row.conversation)) ?? copyWords.ofPair;
  const head = `${momentOf(Number(row.at))} · ${place}`;
  const text = row.removed === true
    ? `<p>${asText(copyWords.removed)}</p>`
    : `<blockquote dir="auto">${asText(String(row.text))}</blockquote>`;
  const more = [
    ...(typeof row.cover === "string" ? [copyNames.cover(row.cover)] : []),
    ...(typeof row.edited_at === "number" ? [copyNames.edited(momentOf(row.edited_at))] : []),
  ].map((line) => `<p>${asText(line)}</p>`);
  return `<p>${asText(head)}</p>${text}${more.join("")}`;
}

const STYLE = "body{font:1.05em/1.5 sans-serif;max-width:42em;margin:1em auto;padding:0 1em}"
  + "dt{font-weight:bold}dt::first-letter{text-transform:uppercase}"
  + "dd{margin:0 0 .5em 1em}blockquote{margin:0;white-space:pre-wrap}"
  + "ul,ol{padding-left:1.2em}li{margin-bottom:.6em}p,blockquote,dd{overflow-wrap:anywhere}";

export function pageHead(at_utc_ms: number): string {
  return `<!doctype html>\n<html lang="${asText(words.language)}"><head><meta charset="utf-8">`
    + `<meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>${asText(copyWords.fileTitle)}</title><style>${STYLE}</style></head><body>`
    + `<h1>${asText(copyWords.fileTitle)}</h1><p>${asText(copyWords.fileMade(momentOf(at_utc_ms)))}</p>`
    + `<h2>${asText(copyWords.outTitle)}</h2><p>${asText(copyWords.outText)}</p>\n`;
}

function partTitle(part: string): string {
  return asText(copyWords.parts[part] ?? nameWords(part, part));
}

export function partHead(part: string): string {
  return `<h2>${partTitle(part)}</h2>\n`;
}

/** The end of the page: the parts of which there is nothing, together. */
export function emptyHtml(parts: readonly string[]): string {
  return parts.length === 0 ? ""
    : `<h2>${asText(copyWords.nothing)}</h2>\n${listHtml(parts.map(partTitle))}\n`;
}

export function rowsHtml(part: string, rows: readonly CopyRow[], reader: CopyReader): string {
  const items = rows.map((row) => part === "messages" ? messageHtml(row, reader)
    : part === "answers" ? answerHtml(row, reader.isCarer)
      : rowHtml(part, readable(row, reader)));
  return items.length > 0 ? `${listHtml(items)}\n` : "";
}

export const PAGE_FOOT = "</body></html>\n";
