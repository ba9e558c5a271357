// The shapes that travel between server and client, under the names the client uses.
// All come from the protocol's own definitions; an event of a kind that is not among them
// still reaches the stream: it advances the cursor and nothing else.
import type { Event, Results } from "#protocol";

export type {
  Answer, BlindKind, CallFeel, CallMode, Consent, ConsentKind, HelpCard, MatchShown, ReportAbout,
  ReviewPart, ReviewWish, Supporting, Weather,
} from "#protocol";

export type {
  CommandName, Conversation as ConversationRow, ErrorData, Event as WireEvent, Params,
  Person as PersonRow, Reaction, Results, Role, RoleHeld, SessionAttachResult as AttachResult,
  Signal as SignalParams, Stream as StreamBatch,
} from "#protocol";

export type MemberRow = Results["conversation.members"]["members"][number];
export type SessionRow = Results["session.list"]["sessions"][number];
export type AccountNotice = Results["account.notices"]["notices"][number];
export type PersonEntry = Results["people.list"]["people"][number];
export type ProfileAnswers = Results["profile.get"];
export type Today = Results["matching.today"];
export type RequestCard = NonNullable<Today["request"]>;
export type Offer = Today["offers"][number];
export type MatchRow = Today["matches"][number];
export type ReviewDue = Today["reviews"][number];
export type Cuppa = Today["cuppas"][number];
export type MatchCard = Results["match.get"];
export type SupporterState = Results["supporter.get"];
export type Group = Results["group.get"];
export type Meeting = Results["meeting.list"]["meetings"][number];
export type Help = Results["help.get"];
export type Receipt = Results["report.raise"];
export type Reports = Results["report.list"];
export type OwnReport = Reports["reports"][number];
export type Concern = Results["concern.mine"]["concerns"][number];
export type ErasurePlan = Results["account.erasure_plan"];
export type Notices = Results["notify.get"];
export type SafeContact = Results["account.safe_contact"];
export type SafeLook = SafeContact["contact"]["look"];
export type Opening = Results["openings.mine"]["openings"][number];
export type OwnDecision = Reports["decisions"][number];
export type HistoryPage = Results["conversation.history"];

/** Who caused an event: a person, or null (the system, or not for this person to know). */
export function byOf(event: Event): string | null {
  return event.kind === "withheld" ? null : event.by;
}

/** When it happened; null where this person may not know. */
export function atOf(event: Event): number | null {
  return event.kind === "withheld" ? null : event.at;
}
