// The figures of matching, turned into plain tables that can be printed and sent as they are.
import { signal } from "@preact/signals";
import { optionWords } from "../lib/option-words";
import type { Report } from "../lib/wire-desk";
import { deskWords } from "../strings-desk";
import { oneAtATime } from "./desk-live";
import { request } from "./request";
import { me } from "./state";
import { newTask } from "./task";

export const report = signal<Report | null>(null);
export const reportArea = signal("");
export const reportTask = newTask();

export const loadReport = oneAtATime(async () => {
  const area = reportArea.value;
  report.value = (await request("matching.report", area === "" ? {} : { area })).report;
});

export interface ReportTable {
  title: string;
  heads: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A count of people; small ones are hidden, so that nobody can be recognised. */
export function countWords(count: number | null | undefined): string {
  return count === null || count === undefined ? deskWords.fewer : String(count);
}

function daysWords(days: number | undefined): string {
  return days === undefined ? deskWords.notShown : deskWords.days(days);
}

function shareWords(per_mille: number | undefined): string {
  return per_mille === undefined ? deskWords.notShown : `${(per_mille / 10).toFixed(1)} %`;
}

type Waits = Report["waits"];

function waitsRow(name: string, waits: Waits): string[] {
  return [
    name, countWords(waits.people), countWords(waits.still_waiting), daysWords(waits.median_days),
    daysWords(waits.p90_days), daysWords(waits.longest_days), shareWords(waits.over_14_per_mille),
    shareWords(waits.over_28_per_mille),
  ];
}

function groupName(by: string, name: string, areas: Readonly<Record<string, string>>): string {
  return name === "unknown" ? deskWords.unknown
    : by === "area" ? areas[name] ?? deskWords.unknown : optionWords(by, name);
}

function waitTables(now: Report, areas: Readonly<Record<string, string>>): ReportTable[] {
  const kinds = Array.from(new Set(now.groups.map((group) => group.by)));
  const { waits } = deskWords.reportHeads;
  return [
    {
      title: deskWords.reportTitles.waits, heads: ["", ...waits],
      rows: [waitsRow(deskWords.everybody, now.waits)],
    },
    ...kinds.map((by) => ({
      title: deskWords.reportBy[by] ?? by,
      heads: ["", ...waits],
      rows: now.groups.filter((group) => group.by === by)
        .map((group) => waitsRow(groupName(by, group.name, areas), group.waits)),
    })),
  ];
}

function counted(title: string, lines: readonly (readonly [string, string])[]): ReportTable {
  return { title, heads: ["", deskWords.reportHeads.count], rows: lines };
}

function otherTables(now: Report): ReportTable[] {
  const { reportTitles: titles, reportLines: lines, reportHeads: heads } = deskWords;
  const { load, answers, first_contact: first, endings } = now;
  return [
    counted(titles.load, [
      [lines.supporters, countWords(load.supporters)],
      [lines.matched, countWords(load.matched)],
      [lines.most, load.most === undefined ? deskWords.notShown : String(load.most)],
      [lines.gini, load.gini_per_mille === undefined
        ? deskWords.notShown : (load.gini_per_mille / 1000).toFixed(2)],
    ]),
    counted(titles.answers, [
      [lines.offered, countWords(answers.offered)],
      [lines.accepted, countWords(answers.accepted)],
      [lines.declinedCarer, countWords(answers.declined_by_carer)],
      [lines.declinedSupporter, countWords(answers.declined_by_supporter)],
      [lines.expired, countWords(answers.expired)],
    ]),
    counted(titles.first, [
      [lines.introduced, countWords(first.introduced)],
      [lines.within, countWords(first.within_48_hours)],
    ]),
    {
      title: titles.alive, heads: ["", heads.introduced, heads.alive],
      rows: now.alive.map(
        ({ at, introduced, alive }) =>
          [deskWords.aliveAt[at] ?? at, countWords(introduced), countWords(alive)]),
    },
    counted(titles.endings, [
      [lines.planned, countWords(endings.planned)],
      [lines.unplanned, countWords(endings.unplanned)],
      [lines.cause, countWords(endings.for_cause)],
    ]),
    {
      title: titles.likeMe, heads: [heads.score, heads.answers, heads.mean],
      rows: now.like_me.map(({ from, to, answers: count, mean_hundredths: mean }) => [
        deskWords.range(from, to), countWords(count),
        mean === undefined ? deskWords.notShown : (mean / 100).toFixed(2),
      ]),
    },
  ];
}

export function reportTables(
  now: Report, areas: Readonly<Record<string, string>>,
): ReportTable[] {
  return [...waitTables(now, areas), ...otherTables(now)].filter((table) => table.rows.length > 0);
}

export function areaNames(): Record<string, string> {
  const areas = me.value?.areas ?? {};
  return Object.fromEntries(Object.keys(areas).map((id) => [id, areas[id]?.name ?? ""]));
}
