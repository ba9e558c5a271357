// Beside the box where one writes, on every conversation: the two ways to say that one needs
// somebody. Quiet, and never in a menu.
import { go } from "../models/routes";
import { careWords } from "../strings-care";
import { words } from "../strings";

export function TalkHelp({ conversation }: { conversation: string }) {
  return (
    <div class="talk-help">
      <button type="button" class="plain-button" onClick={() => go({ view: "help" })}>
        {careWords.needHelp}
      </button>
      <button
        type="button" class="plain-button" onClick={() => go({ view: "report", conversation })}
      >
        {words.notRight}
      </button>
    </div>
  );
}
