// Asks before words leave that could show who a child is. Nothing has been sent meanwhile.
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PauseSign } from "../lib/pause";
import { stopPause, submit } from "../models/composing";
import { words } from "../strings";

function signWords({ rule, category, saw }: PauseSign): string {
  return words.pauseSaw(words.pauseSigns[rule] ?? words.pauseSigns[category] ?? "", saw);
}

export interface PauseBoxProps {
  signs: readonly PauseSign[];
  onWrite: () => void; // back to the box, whatever was chosen
}

export function PauseBox({ signs, onWrite }: PauseBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => box.current?.focus(), []);
  const change = () => {
    stopPause();
    onWrite();
  };
  const send = () => {
    void submit("as_it_is");
    onWrite();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.preventDefault();
      change();
    }
  };
  return (
    <div
      class="confirm pause" role="group" aria-labelledby="pause-title" aria-describedby="pause-text"
      tabIndex={-1} ref={box} onKeyDown={onKey}
    >
      <p id="pause-title"><strong>{words.pauseTitle}</strong></p>
      <div id="pause-text">
        <ul>{signs.map((sign) => <li key={sign.rule}>{signWords(sign)}</li>)}</ul>
        <p class="hint">{words.pauseText}</p>
      </div>
      <div class="row">
        <button type="button" class="strong" onClick={change}>{words.pauseChange}</button>
        <button type="button" onClick={send}>{words.pauseSend}</button>
      </div>
    </div>
  );
}
