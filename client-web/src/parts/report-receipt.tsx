// What one gets for a report at once: its number, who looks, by when; and to block, if one likes.
import { useSignal } from "@preact/signals";
import { untilWords } from "../lib/soon";
import type { Receipt } from "../lib/wire";
import { block } from "../models/blocking";
import { go } from "../models/routes";
import { tell } from "../models/state";
import { newTask } from "../models/task";
import { careWords } from "../strings-care";
import { words } from "../strings";
import { Confirm } from "./confirm";
import { PageHeading } from "./heading";

const blocking = newTask();

/** Who looks at it and by when; without a promise where nobody can keep one. */
export function promiseWords({ who, look_by, decide_by }: Pick<Receipt, "who" | "look_by" | "decide_by">): string {
  const whom = careWords.lookers[who] ?? careWords.lookers["coordinator"] ?? "";
  if (look_by === undefined) {
    return careWords.noPromise(whom);
  }
  const looks = careWords.looksBy(whom, untilWords(look_by));
  return decide_by === undefined ? looks : `${looks} ${careWords.decidesBy(untilWords(decide_by))}`;
}

function OfferBlock({ person, name }: { person: string; name: string }) {
  const step = useSignal<"offer" | "ask" | "done">("offer");
  const yes = () => void blocking.run(() => block({ id: person, name })).then((done) => {
    if (done) {
      step.value = "done";
      tell(words.blocked(name));
    }
  });
  if (step.value === "done") {
    return <p>{words.blocked(name)}</p>;
  }
  return (
    <>
      <p>{careWords.offerBlock(name)}</p>
      <button type="button" onClick={() => { blocking.clear(); step.value = "ask"; }}>
        {words.blockName(name)}
      </button>
      {step.value === "ask" && (
        <Confirm
          question={words.blockAsk(name)} yes={words.blockYes} no={words.cancel}
          busy={blocking.busy.value} error={blocking.error.value}
          onYes={yes} onNo={() => { step.value = "offer"; }}
        />
      )}
    </>
  );
}

export function ReportReceipt({ receipt, conversation }: { receipt: Receipt; conversation: string }) {
  const { may_block, number, duplicate } = receipt;
  return (
    <>
      <PageHeading>{careWords.thanks}</PageHeading>
      <div class="card">
        <p><strong>{careWords.receipt(number)}</strong></p>
        {duplicate && <p>{careWords.reportedBefore}</p>}
        <p>{promiseWords(receipt)}</p>
        <p>{careWords.nobodyTold}</p>
      </div>
      {may_block && <div class="card"><OfferBlock {...may_block} /></div>}
      <div class="row">
        <button type="button" class="strong" onClick={() => go({ view: "talk", conversation })}>
          {careWords.backToTalk}
        </button>
        <button type="button" onClick={() => go({ view: "reports" })}>{words.myReports}</button>
        <button type="button" onClick={() => go({ view: "help" })}>{careWords.needHelp}</button>
      </div>
    </>
  );
}
