// The state of one table: which row has the tab stop, which one is open, what is asked in it.
import { signal, type Signal } from "@preact/signals";
import { newTask, type Task } from "./task";

export interface TableState {
  active: Signal<string | null>;
  open: Signal<string | null>;
  /** The form or question that stands in the open row. */
  asked: Signal<string | null>;
  task: Task;
}

export function newTable(): TableState {
  return { active: signal(null), open: signal(null), asked: signal(null), task: newTask() };
}

/** Opens a row, closes what was open, and shows one of its forms where one is named. */
export function openRow(table: TableState, key: string, form: string | null = null): void {
  table.task.clear();
  table.active.value = key;
  table.open.value = key;
  table.asked.value = form;
}

export function closeRow(table: TableState): void {
  table.task.clear();
  table.open.value = null;
  table.asked.value = null;
}

export function toggleRow(table: TableState, key: string): void {
  if (table.open.value === key) {
    closeRow(table);
  } else {
    openRow(table, key);
  }
}

export function ask(table: TableState, form: string | null): void {
  table.task.clear();
  table.asked.value = form;
}
