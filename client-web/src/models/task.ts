// One thing at a time that a person asked for: busy, done or refused in words.
import { signal, type Signal } from "@preact/signals";
import { errorWords } from "../lib/error-words";
import { keepFocus } from "../lib/focus";

export interface Task {
  busy: Signal<boolean>;
  error: Signal<string | null>;
  /** Runs the work; answers its result, or null where it was refused (then `error` says why). */
  run<T>(work: () => Promise<T>, explain?: (cause: unknown) => string): Promise<T | null>;
  /** Says why something that ran by itself did not work. */
  explain(cause: unknown): void;
  clear(): void;
}

export function newTask(): Task {
  const busy = signal(false);
  const error = signal<string | null>(null);
  return {
    busy,
    error,
    async run(work, explain = errorWords) {
      if (busy.value) {
        return null;
      }
      const giveBack = keepFocus(); // a button that is busy, or gone, loses it
      busy.value = true;
      error.value = null;
      try {
        return await work();
      } catch (cause) {
        error.value = explain(cause);
        return null;
      } finally {
        busy.value = false;
        giveBack();
      }
    },
    explain(cause) {
      error.value = errorWords(cause);
    },
    clear() {
      error.value = null;
    },
  };
}
