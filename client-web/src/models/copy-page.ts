// The copy of one's own data as a page to read: plain HTML without a program in it. Every
// word in it is text, whoever wrote it.
import { momentWords } from "../lib/dates";
import { copyWords } from "../strings-copy";
import { words } from "../strings";
import { timeOf } from "./notices";

export type CopyRow = Readonly<Record<string, unknown>>;

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" };

export function asText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? "");
}

// Ids say nothing to a reader; whoever needs them has the other file.
const ID = /^[a-z][0-9a-z]{13}$/;
const MOMENT = /(^|_)(at|since|until|by)$/;
const MINUTE = /^(quiet|safe)_(from|until)$/;

function nameWords(name: string): string {
  return copyWords.names[name] ?? name.replace(/_/g, " ");
}

/** A word of the protocol, such as maternal_grandparent, as people say it. */
function plain(text: string): string {
  return /^[a-z]+(_[a-z]+)+$/.test(text) ? text.replace(/_/g, " ") : text;
}

function scalarWords(name: string, value: unknown): string {
  if (typeof value === "boolean") {
    return value ? copyWords.yes : copyWords.no;
  }
  if (typeof value === "number") {
    return MINUTE.test(name) ? timeOf(value) : MOMENT.test(name) ? momentWords(value) : String(value);
  }
  return copyWords.values[name]?.[String(value)] ?? plain(String(value));
}

function isShown(value: unknown): boolean {
  return value !== null && value !== undefined && !(typeof value === "string" && ID.test(value));
}

function valueHtml(name: string, value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.filter(isShown).map((item) => `<li>${valueHtml(name, item)}</li>`);
    return items.length > 0 ? `<ul>${items.join("")}</ul>` : asText(copyWords.nothing);
  }
  return typeof value === "object" ? rowHtml(value as CopyRow)
    : asText(scalarWords(name, value));
}

function rowHtml(row: CopyRow): string {
  const lines = Object.entries(row).filter(([, value]) => isShown(value))
    .map(([name, value]) => `<dt>${asText(nameWords(name))}</dt><dd>${valueHtml(name, value)}</dd>`);
  return `<dl>${lines.join("")}</dl>`;
}

/** `places`: what each conversation is called. */
function messageHtml(row: CopyRow, places: ReadonlyMap<string, string>): string {
  const place = places.get(String(row.conversation)) ?? copyWords.ofPair;
  const head = `${momentWords(Number(row.at))} · ${place}`;
  const text = row.removed === true
    ? `<p>${asText(copyWords.removed)}</p>`
    : `<blockquote dir="auto">${asText(String(row.text))}</blockquote>`;
  return `<li><p>${asText(head)}</p>${text}</li>`;
}

const STYLE = "body{font:1.05em/1.5 sans-serif;max-width:42em;margin:1em auto;padding:0 1em}"
  + "dt{font-weight:bold}dd{margin:0 0 .5em 1em}blockquote{margin:0;white-space:pre-wrap}"
  + "li{margin-bottom:.6em}";

export function pageHead(at_utc_ms: number): string {
  return `<!doctype html>\n<html lang="${asText(words.language)}"><head><meta charset="utf-8">`
    + `<meta name="viewport" content="width=device-width, initial-scale=1">`
    + `<title>${asText(copyWords.fileTitle)}</title><style>${STYLE}</style></head><body>`
    + `<h1>${asText(copyWords.fileTitle)}</h1><p>${asText(copyWords.fileMade(momentWords(at_utc_ms)))}</p>`
    + `<p>${asText(copyWords.outText)}</p>\n`;
}

export function partHead(part: string): string {
  return `<h2>${asText(copyWords.parts[part] ?? part)}</h2>\n`;
}

export function rowsHtml(
  part: string, rows: readonly CopyRow[], places: ReadonlyMap<string, string>,
): string {
  const items = rows.map((row) => part === "messages"
    ? messageHtml(row, places) : `<li>${rowHtml(row)}</li>`);
  return items.length > 0 ? `<ul>${items.join("\n")}</ul>\n` : "";
}

export const NOTHING = `<p>${asText(copyWords.nothing)}</p>\n`;
export const PAGE_FOOT = "</body></html>\n";
