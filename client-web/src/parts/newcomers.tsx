// Who is new in a group and has not been welcomed yet: for those who welcome people there.
import type { Group } from "../lib/wire";
import { welcome } from "../models/groups";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { groupWords as text } from "../strings-group";
import { FormError } from "./field";

const task = newTask();

export interface NewcomersProps {
  conversation: string;
  group: Group;
  most?: number; // how many are shown; above a conversation there is little room
}

export function Newcomers({ conversation, group, most }: NewcomersProps) {
  const newcomers = group.newcomers ?? [];
  const shown = newcomers.slice(0, most);
  if (newcomers.length === 0) {
    return null;
  }
  const done = (person: string, name: string) =>
    void task.run(() => welcome(conversation, person))
      .then((was) => was && tell(text.welcomed(name)));
  return (
    <div class="said">
      <FormError text={task.error.value} />
      <ul>
        {shown.map(({ person, name }) => (
          <li key={person} class="person-line">
            <p>{text.newHere(name)} {text.sayHello}</p>
            <button type="button" disabled={task.busy.value} onClick={() => done(person, name)}>
              {text.haveWelcomed(name)}
            </button>
          </li>
        ))}
      </ul>
      {newcomers.length > shown.length && (
        <p class="hint">{text.othersNew(newcomers.length - shown.length)}</p>
      )}
    </div>
  );
}
