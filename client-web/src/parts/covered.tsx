// Words under a cover: the writer's label stands there, and one tap opens them.
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { words } from "../strings";

export interface CoveredProps {
  label: string;
  own: boolean; // whoever wrote it need not open it
  children: ComponentChildren;
}

export function Covered({ label, own, children }: CoveredProps) {
  const isOpen = useSignal(false);
  if (own) {
    return <div class="cover"><p class="hint">{words.coverOwn(label)}</p>{children}</div>;
  }
  return (
    <div class="cover">
      <p class="cover-label" dir="auto">{words.coverTitle(label)}</p>
      {isOpen.value && children}
      <button
        type="button" aria-expanded={isOpen.value}
        onClick={() => { isOpen.value = !isOpen.value; }}
      >
        {isOpen.value ? words.coverClose : words.coverOpen}
      </button>
    </div>
  );
}
