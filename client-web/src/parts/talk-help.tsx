// Beside the box where one writes, on every conversation: the way to somebody who helps. Quiet,
// and never in a menu.
import { go } from "../models/routes";
import { careWords } from "../strings-care";

export function TalkHelp() {
  return (
    <div class="talk-help">
      <button type="button" class="plain-button" onClick={() => go({ view: "help" })}>
        {careWords.needHelp}
      </button>
    </div>
  );
}
