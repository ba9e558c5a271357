// Small notes about how somebody helps: writing one, and looking at them each month.
import { isDeputy } from "../models/deputy";
import { useDesk } from "../models/desk-live";
import {
  conduct, conductTable, conductTask, loadConduct, type NotesAbout, notesByPerson, noteCid, noteTask,
  readsNotes, reviewNotes, writeNote, writesNotes,
} from "../models/desk-conduct";
import { dateWords, whenWords } from "../lib/dates";
import { nameOf } from "../lib/names";
import type { ConductNote } from "../lib/wire-desk";
import { me, tell } from "../models/state";
import { type RowAction, RowActions, RowForm } from "../parts/desk-form";
import { type Column, DeskTable } from "../parts/desk-table";
import { Field, focusField, FormError, valueOf } from "../parts/field";
import { PageHeading } from "../parts/heading";
import { heldRoles, PeopleSelect } from "../parts/people-select";
import { words } from "../strings";
import { leadWords as text } from "../strings-lead";

const TEXT_MAX = 400; // protocol: reason

async function write(form: HTMLFormElement): Promise<void> {
  const [person, said] = [valueOf(form, "note-about"), valueOf(form, "note-text").trim()];
  const empty = person === "" ? "note-about" : said === "" ? "note-text" : null;
  if (empty !== null) {
    noteTask.error.value = empty === "note-about" ? text.whoNeeded : text.reasonNeeded;
    focusField(form, empty);
  } else if (await writeNote(person, said)) {
    tell(text.conductSaved);
  }
}

function WriteNote() {
  return (
    <section class="card">
      <h2>{text.conductWrite}</h2>
      <form
        key={noteCid.value} noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void write(event.currentTarget);
        }}
      >
        <FormError text={noteTask.error.value} />
        <PeopleSelect
          name="note-about" label={text.conductAbout}
          among={(one) => one.id !== me.value?.person
            && heldRoles(one).some((role) => role !== "carer")}
        />
        <Field
          name="note-text" type="lines" label={text.conductWords} hint={text.conductHint}
          max={TEXT_MAX} capitals="sentences"
        />
        <button type="submit" class="strong" disabled={noteTask.busy.value}>
          {text.conductSave}
        </button>
      </form>
    </section>
  );
}

function NoteLine({ note }: { note: ConductNote }) {
  const line = note.review ? text.reviewLine : text.noteLine;
  return (
    <li class={note.review ? "reported" : undefined}>
      <p class="small-title">{line(nameOf(note.by), whenWords(note.at))}</p>
      <blockquote dir="auto">{note.text}</blockquote>
    </li>
  );
}

function ReviewForm({ row }: { row: NotesAbout }) {
  const send = async (form: HTMLFormElement) => {
    const said = valueOf(form, "review-text").trim();
    if (said === "") {
      conductTable.task.error.value = text.reasonNeeded;
      focusField(form, "review-text");
    } else if (await reviewNotes(row.person, said)) {
      tell(text.reviewed(nameOf(row)));
    }
  };
  return (
    <RowForm
      table={conductTable} title={text.reviewTitle} submit={text.reviewSave}
      onSubmit={(form) => void send(form)}
    >
      <Field
        name="review-text" type="lines" label={text.reviewWords} max={TEXT_MAX}
        capitals="sentences"
      />
    </RowForm>
  );
}

function Notes({ row }: { row: NotesAbout }) {
  const mayReview = row.unreviewed > 0;
  const actions: RowAction[] = mayReview
    ? [{ label: text.review(nameOf(row)), form: "review", strong: true }] : [];
  return (
    <div class="row-details">
      <ol class="excerpt">{row.notes.map((note) => <NoteLine key={note.note} note={note} />)}</ol>
      <RowActions table={conductTable} actions={actions} />
      {mayReview && conductTable.asked.value === "review" && <ReviewForm row={row} />}
    </div>
  );
}

const COLUMNS: readonly Column<NotesAbout>[] = [
  { name: "count", head: text.conductColumns.notes, cell: (row) => row.written },
  {
    name: "newest", head: text.conductColumns.newest,
    cell: (row) => row.notes[0] === undefined ? "" : whenWords(row.notes[0].at),
  },
];

function NotesSoFar() {
  const now = conduct.value;
  if (now === null) {
    return <p class="quiet">{conductTask.error.value ? "" : words.wait}</p>;
  }
  if (now.notes.length === 0) {
    return <p class="quiet">{text.conductNone}</p>;
  }
  const due = now.review_by === undefined ? "" : ` ${text.reviewBy(dateWords(now.review_by))}`;
  return (
    <>
      <p>{text.unreviewed(now.unreviewed)}{due}</p>
      <DeskTable
        table={conductTable} caption={text.conductList} rows={notesByPerson(now.notes)}
        columns={COLUMNS} head={text.conductAbout} keyOf={(row) => row.person} nameOf={nameOf}
        marks={(row) => row.unreviewed > 0 ? [text.conductNew(row.unreviewed)] : []}
        details={(row) => <Notes key={row.person} row={row} />}
      />
    </>
  );
}

export function DeskConduct() {
  useDesk(loadConduct, conductTask, isDeputy.value);
  return (
    <>
      <PageHeading>{text.pages.conduct}</PageHeading>
      <p class="hint">{text.conductText}</p>
      <FormError text={conductTask.error.value} />
      {readsNotes() ? <NotesSoFar /> : <p class="quiet">{text.conductOnlyLead}</p>}
      {writesNotes() && <WriteNote />}
    </>
  );
}
