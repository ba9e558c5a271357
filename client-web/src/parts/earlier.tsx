// Earlier messages: they come by themselves when one scrolls up to here, or with the button.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { loadOlder } from "../models/history";
import { link, logOf } from "../models/state";
import { words } from "../strings";

type Step = "ready" | "loading" | "failed";
const step = signal<Step>("ready");

async function load(conversation: string): Promise<void> {
  if (step.value === "loading" || link.value !== "live") {
    return;
  }
  step.value = "loading";
  try {
    await loadOlder(conversation);
    step.value = "ready";
  } catch {
    step.value = "failed";
  }
}

const LABELS: Readonly<Record<Step, string>> = {
  ready: words.earlier, loading: words.earlierLoading, failed: words.earlierFailed,
};

export function Earlier({ conversation, complete }: { conversation: string; complete: boolean }) {
  const button = useRef<HTMLButtonElement>(null);
  const loaded = logOf(conversation).value.events.length;
  useEffect(() => {
    if (!button.current || loaded === 0) {
      return undefined;
    }
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) {
        void load(conversation);
      }
    }, { rootMargin: "200px 0px 0px 0px" });
    watch.observe(button.current);
    return () => watch.disconnect();
  }, [conversation, loaded]);
  if (complete) {
    return <p class="quiet start">{words.start}</p>;
  }
  return (
    <button type="button" class="earlier" ref={button} onClick={() => void load(conversation)}>
      {LABELS[step.value]}
    </button>
  );
}
