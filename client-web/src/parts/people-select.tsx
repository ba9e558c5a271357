// Choosing one of the people whom one may see at the desk.
import type { PersonEntry, Role } from "../lib/wire";
import { deskPeople } from "../models/desk";
import { words } from "../strings";
import { Select } from "./field";

export interface PeopleSelectProps {
  name: string;
  label: string;
  among?: (person: PersonEntry) => boolean;
  value?: string;
  none?: string; // what stands for nobody; else "Please choose"
  onChange?: (person: string) => void;
}

export function heldRoles(person: PersonEntry): Role[] {
  return Array.from(new Set(person.roles.map((grant) => grant.role)));
}

/** Two people may have the same name: what they are here stands beside it. */
function labelOf(person: PersonEntry): string {
  const roles = heldRoles(person).map((role) => words.roles[role]);
  return roles.length === 0 ? person.name : `${person.name}, ${words.list(roles)}`;
}

export function personNamed(id: string): string {
  return deskPeople.value.find((person) => person.id === id)?.name ?? words.somebody;
}

export function PeopleSelect({ among, none, ...rest }: PeopleSelectProps) {
  const people = deskPeople.value.filter((person) => among?.(person) ?? true);
  const options = people.map((person) => ({ value: person.id, label: labelOf(person) }));
  return (
    <Select {...rest} options={[{ value: "", label: none ?? words.choose }, ...options]} />
  );
}
