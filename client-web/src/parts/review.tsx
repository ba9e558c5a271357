// How it is going: two short questions and room for a word. For the coordinator only.
import { signal } from "@preact/signals";
import type { Params, ReviewDue, ReviewWish } from "../lib/wire";
import { request } from "../models/request";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { matchingWords } from "../strings-matching";
import { FormError, valueOf } from "./field";
import { Reason } from "./reason";

const task = newTask();
const WISHES: readonly ReviewWish[] = ["go_on", "pause", "change", "end"];
/** Which review the words of refusal belong to. */
const asked = signal("");

async function send(form: HTMLFormElement, review: string): Promise<void> {
  asked.value = review;
  const wish = WISHES.find((one) => one === valueOf(form, "wish"));
  if (!wish) {
    task.error.value = matchingWords.reviewNeedsWish;
    return;
  }
  const params: Params["review.answer"] = { review, wish };
  const likeMe = Number(valueOf(form, "like_me"));
  const note = valueOf(form, "reason").trim();
  if (likeMe > 0) {
    params.like_me = likeMe;
  }
  if (note !== "") {
    params.note = note;
  }
  const done = await task.run(async () => {
    await request("review.answer", params);
    await loadToday();
    return true;
  });
  if (done) {
    tell(matchingWords.reviewDone);
  }
}

function Radios({ name, legend, options }: {
  name: string; legend: string; options: readonly { value: string; label: string }[];
}) {
  return (
    <fieldset class="radios">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <label class="tick" key={value}><input type="radio" name={name} value={value} />{label}</label>
      ))}
    </fieldset>
  );
}

export function ReviewBody({ due }: { due: ReviewDue }) {
  const isEnding = due.part === "ending";
  const labels = isEnding ? matchingWords.wishesEnding : matchingWords.wishes;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget, due.review);
      }}
    >
      <p>{matchingWords.reviewParts[due.part]}</p>
      <p class="hint">{matchingWords.reviewPrivate(due.name)}</p>
      <Radios
        name="like_me" legend={isEnding ? matchingWords.likeMeEnding : matchingWords.likeMe}
        options={matchingWords.likeMeWords.map((label, at) => ({ value: String(at + 1), label }))}
      />
      <Radios
        name="wish" legend={matchingWords.wish}
        options={WISHES.map((value) => ({ value, label: labels[value] }))}
      />
      <Reason id={`note-${due.review}`} label={matchingWords.note} />
      <FormError text={asked.value === due.review ? task.error.value : null} />
      <button type="submit" class="strong" disabled={task.busy.value}>
        {matchingWords.sendReview}
      </button>
    </form>
  );
}
