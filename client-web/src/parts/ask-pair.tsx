// The way to ask for the talk of two people where no message of it is known: an allegation that
// came by telephone.
import { useState } from "preact/hooks";
import { deskPeople, loadDesk } from "../models/desk";
import { useDesk } from "../models/desk-live";
import { startAsking } from "../models/desk-openings";
import { newTask } from "../models/task";
import { leadWords as text } from "../strings-lead";
import { FormError, Select, valueOf } from "./field";
import { PeopleSelect, personNamed } from "./people-select";
import { words } from "../strings";

const task = newTask();

/** Only those with whom the first is connected: nobody tries out who talks with whom. */
function connectedWith(person: string) {
  const ids = deskPeople.value.find((one) => one.id === person)?.connected ?? [];
  return ids.map((id) => ({ value: id, label: personNamed(id) }));
}

function goOn(one: string, form: HTMLFormElement): void {
  const other = valueOf(form, "pair-other");
  task.clear();
  if (one === "" || other === "") {
    task.error.value = text.whoNeeded;
  } else {
    startAsking({ one, other, about: text.pairOf(personNamed(one), personNamed(other)) });
  }
}

export function AskPair() {
  useDesk(loadDesk, task);
  const [one, setOne] = useState("");
  const others = connectedWith(one);
  return (
    <section class="card">
      <h2>{text.askPairTitle}</h2>
      <p class="hint">{text.askPairText}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          goOn(one, event.currentTarget);
        }}
      >
        <FormError text={task.error.value} />
        <PeopleSelect
          name="pair-one" label={text.apartOne} onChange={setOne}
          among={(person) => person.connected.length > 0}
        />
        <Select
          key={one} name="pair-other" label={text.apartOther}
          options={[{ value: "", label: words.choose }, ...others]}
        />
        <button type="submit">{text.askPairGo}</button>
      </form>
    </section>
  );
}
