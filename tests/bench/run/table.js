// One table: a row for each figure, a column for each server.

import fs from 'node:fs';

/** What was measured before: the first line of each file is about the machine. */
export const keptIn = (file) => fs.readFileSync(file, 'utf8').trim().split('\n').slice(1)
  .map((line) => JSON.parse(line));

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) {
    return null;
  }
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const number = (value, digits) => value.toLocaleString('en-GB',
  { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Median, and from the least to the most where there were several rounds. */
function figureCell(entries, name, digits) {
  const values = entries.map((e) => e.values?.[name]).filter(Number.isFinite);
  if (values.length === 0) {
    return '–';
  }
  const brackets = entries.map((e) => e.bracket).filter(Boolean);
  const marked = entries.some((e) => e.faults?.length) ? ' *' : '';
  const range = values.length > 1
    ? ` (${number(Math.min(...values), digits)}–${number(Math.max(...values), digits)})` : '';
  const words = `${number(median(values), digits)}${range}${marked}`;
  return brackets.length ? `[${words} at ${number(Math.min(...brackets), 0)}/s]` : words;
}

/** How many times Kith's figure of the same round, in the middle. */
function ratioCell(entries, kith, name) {
  const ratios = entries.flatMap((entry) => {
    const base = kith.find((k) => k.round === entry.round)?.values?.[name];
    const value = entry.values?.[name];
    return base > 0 && Number.isFinite(value) ? [value / base] : [];
  });
  return ratios.length ? String(Number(median(ratios).toPrecision(2))) : '–';
}

/** Markdown that also reads well as it stands. */
export function layOut(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const line = (row) => `| ${row.map((cell, i) => (i ? cell.padStart(widths[i])
    : cell.padEnd(widths[i]))).join(' | ')} |`;
  const rule = `|${widths.map((w, i) => (i ? `${'-'.repeat(w + 1)}:` : '-'.repeat(w + 2))).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

/** `entries`: {round, peer, work, values, faults, bracket?, failed?}. */
export function table(peers, works, entries) {
  const of = (work, peer) => entries.filter((e) => e.work === work && e.peer === peer.name);
  const rows = [['', ...peers.map((p) => p.name)],
    ['an answer means that the message is', ...peers.map((p) => p.answer)]];
  for (const [work, { rows: figures }] of works) {
    const kith = entries.filter((e) => e.work === work && e.peer === 'kith');
    for (const [name, words, digits] of figures) {
      rows.push([words, ...peers.map((p) => figureCell(of(work, p), name, digits))]);
      if (kith.length > 0 && peers.length > 1) {
        rows.push(['  times Kith', ...peers.map((p) => ratioCell(of(work, p), kith, name))]);
      }
    }
  }
  return layOut(rows);
}

/** What is asked of Kith alone, and what is wanted of it: a fourth word of a row. */
export function goals(works, entries) {
  const rows = works.flatMap(([work, { rows: figures }]) =>
    figures.map(([name, words, digits, goal = '']) =>
      [words, figureCell(entries.filter((e) => e.work === work), name, digits), goal]));
  return layOut([['', 'kith', 'goal'], ...rows]);
}

/** Sentences about what went wrong. */
export function remarks(entries) {
  return entries.flatMap(({ round, peer, work, faults, failed }) => [
    ...(failed ? [`${peer}, ${work}, round ${round}: ${failed}`] : []),
    ...(faults?.length ? [`* ${peer}, ${work}, round ${round}: ${faults.join(', ')}`] : [])]);
}
