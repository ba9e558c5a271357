// "Meet your buddy": what the two share, what happens if it does not feel right, three answers.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { dateWords } from "../lib/dates";
import type { Offer } from "../lib/wire";
import { request } from "../models/request";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { loadToday } from "../models/today";
import { matchingWords } from "../strings-matching";
import { FormError, valueOf } from "./field";
import { Reason } from "./reason";
import { Shared } from "./shared";

type Reply = "yes" | "no" | "ask";

const task = newTask();
/** The answer that is being given, with room for a word why. */
const writing = signal<{ match: string; reply: "no" | "ask" } | null>(null);

const THANKS: Readonly<Record<Reply, string>> = {
  yes: matchingWords.thanksYes, no: matchingWords.thanksNo, ask: matchingWords.thanksAsk };

async function answer(match: string, reply: Reply, reason = ""): Promise<void> {
  const done = await task.run(async () => {
    const made = await request(
      "match.answer", { match, answer: reply, ...(reason === "" ? {} : { reason }) });
    await loadToday();
    return made.state;
  });
  if (done !== null) {
    writing.value = null;
    tell(done === "introduced" || done === "active" ? matchingWords.opened : THANKS[reply]);
  }
}

function WhyForm({ offer, reply }: { offer: Offer; reply: "no" | "ask" }) {
  useLayoutEffect(() => { document.getElementById("offer-reason")?.focus(); }, []);
  const isNo = reply === "no";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void answer(offer.match, reply, valueOf(event.currentTarget, "reason").trim());
      }}
    >
      {isNo && <p>{matchingWords.noOneTold(offer.name)}</p>}
      <Reason id="offer-reason" label={isNo ? matchingWords.whyNot : matchingWords.whatToAsk} />
      <FormError text={task.error.value} />
      <div class="row">
        <button type="submit" class="strong" disabled={task.busy.value}>
          {isNo ? matchingWords.sendNo : matchingWords.sendAsk}
        </button>
        <button type="button" onClick={() => { writing.value = null; }}>
          {matchingWords.goBack}
        </button>
      </div>
    </form>
  );
}

/** Three answers of the same size: none is the one we hope for. */
function Answers({ offer }: { offer: Offer }) {
  const write = (reply: "no" | "ask") => {
    task.clear();
    writing.value = { match: offer.match, reply };
  };
  const isBusy = task.busy.value;
  return (
    <>
      <FormError text={task.error.value} />
      <div class="three">
        <button type="button" disabled={isBusy} onClick={() => void answer(offer.match, "yes")}>
          {matchingWords.yes}
        </button>
        <button type="button" disabled={isBusy} onClick={() => write("no")}>
          {matchingWords.no}
        </button>
        <button type="button" disabled={isBusy} onClick={() => write("ask")}>
          {matchingWords.askFirst}
        </button>
      </div>
      <p class="hint">{matchingWords.noOneTold(offer.name)}</p>
    </>
  );
}

function Choice({ offer }: { offer: Offer }) {
  if (writing.value?.match === offer.match) {
    return <WhyForm offer={offer} reply={writing.value.reply} />;
  }
  if (offer.mine === "yes") {
    return <p class="said">{matchingWords.saidYes(offer.name)}</p>;
  }
  return (
    <>
      {offer.mine === "ask" && <p class="said">{matchingWords.saidAsk}</p>}
      <Answers offer={offer} />
    </>
  );
}

export function OfferBody({ offer }: { offer: Offer }) {
  useEffect(() => () => { writing.value = null; }, []);
  if (offer.state === "not_this_time") {
    return (
      <p>
        {offer.i_am === "carer" ? matchingWords.notThisTime : matchingWords.notThisTimeSupporter}
      </p>
    );
  }
  const isCarer = offer.i_am === "carer";
  return (
    <>
      <p>{isCarer ? matchingWords.meetCarer(offer.name) : matchingWords.meetSupporter(offer.name)}</p>
      <Shared shared={offer.shared} difference={offer.difference} />
      <h3>{matchingWords.ifNotRight}</h3>
      <p>{isCarer ? matchingWords.ifNotRightCarer : matchingWords.ifNotRightSupporter}</p>
      <p>{matchingWords.answerBy(dateWords(offer.expires_at))}</p>
      <Choice offer={offer} />
    </>
  );
}
