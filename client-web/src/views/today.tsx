// Today: one card at a time, what wants a word first. No numbers, no red.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { SupporterState, Today } from "../lib/wire";
import { loadProfile, ownAudiences, profile } from "../models/saving";
import { away, link } from "../models/state";
import { loadToday, supporter, today, todayError } from "../models/today";
import { AskBody } from "../parts/ask-buddy";
import { DayCard, openCard } from "../parts/card";
import { CuppaAsk, CuppaBody } from "../parts/cuppa";
import { Account } from "../parts/account";
import { PageHeading } from "../parts/heading";
import { MatchBody, matchLine } from "../parts/match-card";
import { OfferBody } from "../parts/offer";
import { ReviewBody } from "../parts/review";
import { SupporterBody, WeatherBody } from "../parts/supporter-card";
import { WaitingBody } from "../parts/waiting-card";
import { words } from "../strings";
import { matchingWords } from "../strings-matching";

interface Item { id: string; title: string; line?: string; body: ComponentChildren }

const OVER = ["withdrawn", "closed"];

function offerItems(now: Today): Item[] {
  return now.offers.map((offer) => ({
    id: offer.match,
    title: offer.state === "not_this_time"
      ? matchingWords.notThisTimeTitle : matchingWords.meet(offer.name),
    body: <OfferBody offer={offer} />,
  }));
}

function reviewTitle({ part, name }: Today["reviews"][number]): string {
  return part === "ending" ? matchingWords.endingTitle(name) : matchingWords.reviewTitle(name);
}

function reviewItems(now: Today): Item[] {
  return now.reviews.map((due) => ({
    id: due.review, title: reviewTitle(due), body: <ReviewBody due={due} /> }));
}

function matchItems(now: Today): Item[] {
  return now.matches.map((row) => ({
    id: row.match, title: matchingWords.you_and(row.name), line: matchLine(row),
    body: <MatchBody row={row} /> }));
}

function cuppaTitle(cuppa: Today["cuppas"][number]): string {
  if (cuppa.name) {
    return matchingWords.cuppaWith(cuppa.name);
  }
  return cuppa.i_am === "carer" ? matchingWords.cuppaTitle : matchingWords.cuppaWaits;
}

function cuppaItems(now: Today): Item[] {
  return now.cuppas
    .filter((cuppa) => ["asked", "taken", "ended"].includes(cuppa.state))
    .map((cuppa) => ({
      id: cuppa.cuppa, title: cuppaTitle(cuppa), body: <CuppaBody cuppa={cuppa} /> }));
}

/** A carer who has no half-hour under way may ask for one. */
function cuppaAskItems(now: Today): Item[] {
  const mine = now.cuppas.filter((cuppa) => cuppa.i_am === "carer");
  if (mine.some((cuppa) => cuppa.state === "asked" || cuppa.state === "taken")) {
    return [];
  }
  const expired = mine.some((cuppa) => cuppa.state === "expired");
  return [{ id: "cuppa", title: matchingWords.cuppaTitle, body: <CuppaAsk expired={expired} /> }];
}

function requestItems(now: Today): Item[] {
  const card = now.request;
  if (!card || OVER.includes(card.state)) {
    return [{ id: "ask", title: matchingWords.askTitle, body: <AskBody /> }];
  }
  return card.state === "matched" ? [] : [{
    id: card.id, title: matchingWords.waitingTitle, line: matchingWords.requestStates[card.state],
    body: <WaitingBody card={card} /> }];
}

function weatherItem(state: SupporterState | null): Item {
  return {
    id: "weather", title: matchingWords.weatherTitle, body: <WeatherBody state={state} /> };
}

/** What wants a word from her first, then what goes on, then what she can look after herself. */
function itemsOf(now: Today, state: SupporterState | null): Item[] {
  const roles = ownAudiences();
  const isCarer = roles.includes("carer");
  const isSupporter = roles.includes("supporter");
  const isDue = isSupporter && now.weather_due === true;
  return [
    ...offerItems(now),
    ...reviewItems(now),
    ...cuppaItems(now),
    ...(isDue ? [weatherItem(state)] : []),
    ...matchItems(now),
    ...(isCarer ? requestItems(now) : []),
    ...(isCarer ? cuppaAskItems(now) : []),
    ...(isSupporter && !isDue ? [weatherItem(state)] : []),
    ...(state ? [{
      id: "support", title: matchingWords.supportTitle, body: <SupporterBody state={state} />,
    }] : []),
  ];
}

function Cards({ items }: { items: readonly Item[] }) {
  const chosen = openCard.value;
  const isThere = chosen === "" || items.some((item) => item.id === chosen);
  const open = isThere ? chosen : items[0]?.id;
  return (
    <>
      {items.map(({ id, title, line, body }) => (
        <DayCard key={id} id={id} title={title} line={line} isOpen={id === open}>{body}</DayCard>
      ))}
    </>
  );
}

export function TodayView() {
  useEffect(() => () => { openCard.value = null; }, []);
  useEffect(() => {
    if (link.value === "live") {
      void loadToday();
      if (profile.value === null) {
        void loadProfile();
      }
    }
  }, [link.value]);
  const now = today.value;
  return (
    <section class="page">
      <PageHeading>{matchingWords.todayTitle}</PageHeading>
      <Account quiet show={({ AccountNotices }) => <AccountNotices />} />
      {away.value && now !== null && <p class="hint">{matchingWords.todayLate}</p>}
      {now === null && <p class="quiet">{todayError.value ?? words.wait}</p>}
      {now !== null && <Cards items={itemsOf(now, supporter.value)} />}
    </section>
  );
}
