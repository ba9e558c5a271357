// Asks once, in the page, before something that cannot be undone with one press.
// The question takes the focus; saying no gives it back to where it was.
import { useLayoutEffect, useRef } from "preact/hooks";
import { optionsButtonOf, restoreFocus } from "../lib/focus";

export interface ConfirmProps {
  question: string;
  yes: string;
  no: string;
  busy?: boolean;
  error?: string | null;
  onYes: () => void;
  onNo: () => void;
}

export function Confirm({ question, yes, no, busy, error, onYes, onNo }: ConfirmProps) {
  const box = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault(); // what stands around it stays open
      onNo();
    }
  };
  useLayoutEffect(() => {
    const before = document.activeElement;
    const options = optionsButtonOf(box.current);
    box.current?.focus();
    return () => restoreFocus(before, options);
  }, []);
  return (
    <div
      class="confirm" role="group" aria-label={question} tabIndex={-1} ref={box}
      onKeyDown={onKey}
    >
      <p>{question}</p>
      {error && <p class="error" role="alert">{error}</p>}
      <div class="row">
        <button type="button" class="strong" disabled={busy} onClick={onYes}>{yes}</button>
        <button type="button" onClick={onNo}>{no}</button>
      </div>
    </div>
  );
}
