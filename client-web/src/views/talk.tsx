// A conversation: who it is with, what was said, the box where one writes.
import { useEffect } from "preact/hooks";
import { byOf } from "../lib/wire";
import { composing } from "../models/composing";
import { closeOptions } from "../models/choosing";
import { openLog } from "../models/history";
import { go } from "../models/routes";
import { conversations, link, logOf, me, typing } from "../models/state";
import { nameOf, titleOf } from "../models/titles";
import { Composer } from "../parts/composer";
import { PageHeading } from "../parts/heading";
import { LogView } from "../parts/log-view";
import { words } from "../strings";

const SHORT_TITLE = 10; // letters that fit between the two buttons of a small phone

function TalkHead({ conversation }: { conversation: string }) {
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
    </div>
  );
}

function TypingLine({ conversation }: { conversation: string }) {
  const persons = Array.from(typing.value.get(conversation)?.keys() ?? [])
    .filter((person) => person !== me.value?.person);
  return <p class="typing">{persons.length > 0 ? words.typing(persons.map(nameOf)) : ""}</p>;
}

export function TalkView({ conversation }: { conversation: string }) {
  const log = logOf(conversation).value;
  const isEmpty = log.events.length === 0 && !log.complete;
  useEffect(closeOptions, [conversation]);
  useEffect(() => {
    if (link.value === "live" && isEmpty) {
      openLog(conversation).catch(() => undefined); // the next connection tries again
    }
  }, [conversation, link.value, isEmpty]);
  const answered = log.events.find((event) => event.seq === composing.value.reply_to);
  return (
    <section class="talk">
      <TalkHead conversation={conversation} />
      <div class="talk-body">
        {isEmpty && <p class="quiet">{words.wait}</p>}
        <LogView key={conversation} conversation={conversation} />
        <TypingLine conversation={conversation} />
      </div>
      <Composer
        key={conversation} conversation={conversation} name={titleOf(conversation)}
        answeredBy={answered ? byOf(answered) : null}
      />
    </section>
  );
}
