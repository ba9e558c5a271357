// People and groups: invite, connect, make groups, see who is there.
import { useEffect } from "preact/hooks";
import type { PersonEntry } from "../lib/wire";
import { deskPeople, invited, loadDesk, mayConnect, mayInvite, peopleByArea } from "../models/desk";
import { hasRole } from "../models/roles";
import { go } from "../models/routes";
import { link, me } from "../models/state";
import { newTask } from "../models/task";
import { DeskConnect } from "../parts/desk-connect";
import { DeskGroups } from "../parts/desk-groups";
import { DeskInvite } from "../parts/desk-invite";
import { DeskNeighbours } from "../parts/desk-neighbours";
import { FormError } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { wayInWords } from "../strings-way-in";
import { words } from "../strings";

const task = newTask();

function nameIn(id: string): string {
  return deskPeople.value.find((person) => person.id === id)?.name ?? words.somebody;
}

function PersonLine({ person, area }: { person: PersonEntry; area: string | null }) {
  const roles = person.roles.filter((grant) => grant.area === area);
  const isCarer = roles.some((grant) => grant.role === "carer");
  const connected = person.connected.map(nameIn);
  return (
    <li class="person">
      <p>
        <span class="person-name">{person.name}</span>
        <span class="person-role">
          {words.list(roles.map((grant) => words.roles[grant.role]))}
        </span>
      </p>
      {connected.length > 0 && <p class="hint">{words.connectedWith(connected)}</p>}
      {isCarer && connected.length === 0 && <p class="hint">{words.notConnected}</p>}
    </li>
  );
}

/** Where one looks for it first; the forms stand with the other things about accounts. */
function CannotSignIn() {
  return (
    <section class="card">
      <h2>{wayInWords.cannotTitle}</h2>
      <p class="hint">{wayInWords.cannotText}</p>
      <button type="button" onClick={() => go({ view: "desk", page: "accounts" })}>
        {wayInWords.cannotGo}
      </button>
    </section>
  );
}

function Everyone() {
  const areas = me.value?.areas ?? {};
  const groups = peopleByArea();
  return (
    <section class="card">
      <h2>{words.deskPeople}</h2>
      <FormError text={task.error.value} />
      {groups.length === 0 && (
        <p class="quiet">{task.busy.value ? words.wait : words.deskPeopleNone}</p>
      )}
      {groups.map(({ area, people }) => (
        <div key={area ?? ""}>
          <h3>{area === null ? words.noArea : areas[area]?.name}</h3>
          <ul class="plain">
            {people.map((person) => <PersonLine key={person.id} person={person} area={area} />)}
          </ul>
        </div>
      ))}
    </section>
  );
}

export function DeskPeople() {
  useEffect(() => () => { invited.value = null; }, []); // the link is shown once
  useEffect(() => {
    if (link.value === "live") {
      void task.run(loadDesk);
    }
  }, [link.value]);
  return (
    <>
      <PageHeading>{words.deskTitle}</PageHeading>
      <div class="desk-parts">
        <Everyone />
        <div>
          {mayInvite.value && <DeskInvite />}
          {(hasRole("coordinator") || hasRole("administrator")) && <CannotSignIn />}
          {mayConnect.value && <DeskConnect />}
          {mayConnect.value && <DeskGroups />}
          {mayConnect.value && <DeskNeighbours />}
        </div>
      </div>
    </>
  );
}
