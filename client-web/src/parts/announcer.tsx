// The one polite voice for screen readers. Everything that is to be said goes through it,
// so that two things never talk over each other.
import { announcement } from "../models/state";

export function Announcer() {
  return <div class="hidden" role="status" aria-live="polite">{announcement.value}</div>;
}
