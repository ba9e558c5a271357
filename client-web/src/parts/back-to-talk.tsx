// The way back to the conversation that one came from.
import { go } from "../models/routes";
import { words } from "../strings";

export function BackToTalk({ conversation }: { conversation: string }) {
  return (
    <button type="button" class="back" onClick={() => go({ view: "talk", conversation })}>
      <span aria-hidden="true">‹ </span>{words.back}
    </button>
  );
}
