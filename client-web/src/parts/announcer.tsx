// The one polite voice for screen readers. Everything that is to be said goes through it,
// so that two things never talk over each other. What one asked for is also shown for a while.
import { announcement, isNotice } from "../models/state";

export function Announcer() {
  return (
    <div class={isNotice.value ? "notice" : "hidden"} role="status" aria-live="polite">
      {announcement.value}
    </div>
  );
}
