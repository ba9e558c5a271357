// A conversation: who it is with, what was said, the box where one writes.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { serverNow_utc_ms } from "../lib/clock";
import { composing } from "../models/composing";
import { closeOptions } from "../models/choosing";
import { gateOf } from "../models/gate";
import { openLog } from "../models/history";
import { foldEntries, type MessageEntry } from "../models/log";
import { go } from "../models/routes";
import { conversations, groups, link, logOf, me, typing } from "../models/state";
import { nameIn, titleOf } from "../models/titles";
import { Care } from "../parts/care";
import { Composer } from "../parts/composer";
import { PageHeading } from "../parts/heading";
import { LogView } from "../parts/log-view";
import { words } from "../strings";

const SHORT_TITLE = 10; // letters that fit between the two buttons of a small phone

function TalkHead({ conversation, children }: { conversation: string; children: ComponentChildren }) {
  const isGroup = conversations.value.get(conversation)?.kind === "group";
  const title = titleOf(conversation);
  return (
    <div class={title.length > SHORT_TITLE ? "talk-head long" : "talk-head"}>
      <button type="button" class="back" onClick={() => go({ view: "talks" })}>
        <span aria-hidden="true">‹ </span>{words.back}
      </button>
      <PageHeading>{title}</PageHeading>
      <button type="button" onClick={() => go({ view: "members", conversation })}>
        <span class="wide-only">{isGroup ? words.whoIsHereGroup : words.whoIsHere}</span>
        <span class="narrow-only">{words.whoIsHere}</span>
      </button>
      {children}
    </div>
  );
}

function TypingLine({ conversation }: { conversation: string }) {
  const persons = Array.from(typing.value.get(conversation)?.keys() ?? [])
    .filter((person) => person !== me.value?.person);
  const names = persons.map((person) => nameIn(conversation, person));
  return <p class="typing">{names.length > 0 ? words.typing(names) : ""}</p>;
}

/** The message that the words in the box answer, as it reads now. */
function useAnswered(conversation: string): MessageEntry | null {
  const { events } = logOf(conversation).value;
  const seq = composing.value.reply_to;
  return useMemo(() => {
    const found = seq === null ? undefined : foldEntries(events).find((entry) => entry.seq === seq);
    return found?.kind === "message" ? found : null;
  }, [events, seq]);
}

export interface TalkProps {
  conversation: string;
  head: ComponentChildren; // stays in sight
  above: ComponentChildren;
  below: ComponentChildren;
}

export function TalkView({ conversation, head, above, below }: TalkProps) {
  const log = logOf(conversation).value;
  const isEmpty = log.events.length === 0 && !log.complete;
  useEffect(() => closeOptions, [conversation]);
  useEffect(() => {
    if (link.value === "live" && isEmpty) {
      openLog(conversation).catch(() => undefined); // the next connection tries again
    }
  }, [conversation, link.value, isEmpty]);
  const answered = useAnswered(conversation);
  const gate = gateOf(groups.value.get(conversation), serverNow_utc_ms());
  return (
    <section class="talk">
      <TalkHead conversation={conversation}>{head}</TalkHead>
      <div class="talk-body">
        {above}
        {isEmpty && <p class="quiet">{words.wait}</p>}
        <LogView key={conversation} conversation={conversation} />
        <TypingLine conversation={conversation} />
        {below}
      </div>
      <div class={gate ? "writing gated" : "writing"}>
        {gate
          ? <Care show={({ WritingGate }) => <WritingGate conversation={conversation} gate={gate} />} />
          : (
            <Composer
              key={conversation} conversation={conversation} name={titleOf(conversation)}
              answered={answered}
            />
          )}
        <Care quiet show={({ TalkHelp }) => <TalkHelp conversation={conversation} />} />
      </div>
    </section>
  );
}
