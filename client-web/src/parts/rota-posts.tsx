// Who is there now for what, and when nobody is: in words.
import { serverNow_utc_ms } from "../lib/clock";
import { useMinute } from "../lib/minute";
import { fromWords, soonWords, spanWords, untilWords } from "../lib/soon";
import type { Duty } from "../lib/wire-desk";
import { duties, groupPosts, type GroupPost, organisationPosts } from "../models/desk-rota";
import { dutiesFor, dutyNext, dutyNow, gapsOf, type Post, postKey, type Span } from "../models/rota";
import { nameOf } from "../lib/names";
import { rotaWords as text } from "../strings-rota";

const WEEK_MS = 7 * 86_400_000;
const GAPS_SHOWN = 4;

function hereWords(duty: Duty, now_utc_ms: number): string {
  const until = untilWords(duty.until, now_utc_ms);
  return duty.mine ? text.hereYou(until) : text.here(nameOf(duty), until);
}

/** "Nobody is on call tonight from 22:00 until tomorrow at 08:00." */
export function gapWords(gap: Span, within: Span): string {
  const now = within.from;
  if (gap.from <= now) {
    return gap.until >= within.until ? text.nobodyDown : text.gapNow(untilWords(gap.until, now));
  }
  return gap.until >= within.until
    ? text.gapOpen(fromWords(gap.from, now)) : text.gap(spanWords(gap.from, gap.until, now));
}

function OnCall({ post, all, now }: { post: Post; all: readonly Duty[]; now: number }) {
  const here = dutyNow(all, now);
  const within = { from: now, until: now + WEEK_MS };
  const gaps = gapsOf(all, within);
  return (
    <li key={postKey(post)}>
      <h3>{post.title}</h3>
      {here && <p>{hereWords(here, now)}</p>}
      {gaps.length === 0 && <p class="hint">{text.covered}</p>}
      {gaps.length > 0 && (
        <ul class="dotted">
          {gaps.slice(0, GAPS_SHOWN).map((gap) => <li key={gap.from}>{gapWords(gap, within)}</li>)}
          {gaps.length > GAPS_SHOWN && <li>{text.gapsMore(gaps.length - GAPS_SHOWN)}</li>}
        </ul>
      )}
    </li>
  );
}

function OfGroup({ post, all, now }: { post: GroupPost; all: readonly Duty[]; now: number }) {
  const here = dutyNow(all, now);
  const next = dutyNext(all, now);
  const isBare = !here && (!next || next.from > now + WEEK_MS);
  return (
    <li>
      <h3>{post.title}</h3>
      {here && <p>{hereWords(here, now)}</p>}
      {!here && <p>{isBare ? text.nobodyDown : text.nobodyNow} {post.staffed && text.closedThen}</p>}
      {next && <p class="hint">{text.next(nameOf(next), soonWords(next.from, now))}</p>}
    </li>
  );
}

export function RotaPosts() {
  useMinute();
  const now = serverNow_utc_ms();
  const all = duties.value ?? [];
  return (
    <section class="card">
      <h2>{text.nowTitle}</h2>
      <ul class="posts">
        {organisationPosts().map((post) => (
          <OnCall key={postKey(post)} post={post} all={dutiesFor(all, post)} now={now} />
        ))}
        {(groupPosts.value ?? []).map((post) => (
          <OfGroup key={postKey(post)} post={post} all={dutiesFor(all, post)} now={now} />
        ))}
      </ul>
    </section>
  );
}
