// Keeps a page of the desk in step: it is read when it opens, when the connection comes back,
// and when the server says that something of matching or of care has changed.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { readClock } from "./clock";
import { link } from "./state";
import { onEvent } from "./sync";
import type { Task } from "./task";

export { oneAtATime } from "../lib/one-at-a-time";

/** How often something has changed since the desk was fetched. */
const changes = signal(0);

onEvent((_conversation, event) => {
  if (event.kind === "matching.changed" || event.kind === "care.changed") {
    changes.value += 1;
  }
});

/** `load` runs now and after every change, as long as the page stands there. */
export function useDesk(load: () => Promise<void>, task: Task, about: unknown = null): void {
  const hasFailed = useRef(false);
  useEffect(() => {
    const done = () => {
      if (hasFailed.current) {
        hasFailed.current = false;
        task.clear();
      }
    };
    const failed = (cause: unknown) => {
      hasFailed.current = true;
      task.explain(cause);
    };
    if (link.value === "live") {
      void readClock(); // the newest days are counted from the newest moment
      load().then(done, failed);
    }
  }, [link.value, changes.value, about]);
}
