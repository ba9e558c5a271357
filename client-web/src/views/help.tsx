// Help now: numbers, honest words about hours, somebody of the team, and the way out. For
// everybody, signed in or not.
import { go } from "../models/routes";
import { people, signedIn } from "../models/state";
import { talks } from "../models/titles";
import { PageHeading } from "../parts/heading";
import { HelpNumbers, Hours } from "../parts/help-numbers";
import { careWords } from "../strings-care";
import { words } from "../strings";

const STAFF = ["coordinator", "facilitator", "safeguarding_lead"];

/** Conversations of two with somebody of the team: one can write there at once. */
function staffTalks() {
  const staff = new Set(Array.from(people.value.values())
    .filter((person) => STAFF.includes(person.role)).map((person) => person.name));
  return talks().filter((row) => row.kind === "pair" && staff.has(row.title));
}

function Team() {
  const rows = staffTalks();
  return (
    <section class="card">
      <h2>{careWords.teamTitle}</h2>
      <Hours />
      {rows.map((row) => (
        <p key={row.id}>
          <button type="button" onClick={() => go({ view: "talk", conversation: row.id })}>
            {words.writeTo(row.title)}
          </button>
        </p>
      ))}
    </section>
  );
}

export function HelpView() {
  return (
    <section class="page">
      <button type="button" class="back" onClick={() => history.back()}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>{careWords.helpTitle}</PageHeading>
      <section class="card">
        <h2>{careWords.nowTitle}</h2>
        <p><strong>{careWords.dangerNow}</strong></p>
        <HelpNumbers />
      </section>
      {signedIn.value === "yes" && <Team />}
      <section class="card">
        <h2>{careWords.leaveTitle}</h2>
        <p>{careWords.leaveText}</p>
      </section>
    </section>
  );
}
