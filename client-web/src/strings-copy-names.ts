// What everything in the copy of one's own data is called, by the name that it has there;
// where one name has several meanings, with the part before it. Plain English, reading age 9-11.
import { careWords } from "./strings-care";
import { matchingWords } from "./strings-matching";
import { safeWords } from "./strings-safe";
import { storyWords } from "./strings-story";
import { words } from "./strings";

type Table = Readonly<Record<string, string>>;

const sides: Table = { carer: "the carer", supporter: "the supporter" };

function titles(table: Readonly<Record<string, { title: string }>>): Table {
  return Object.fromEntries(Object.entries(table).map(([code, { title }]) => [code, title]));
}

function numbered(list: readonly string[]): Table {
  return Object.fromEntries(list.map((text, at) => [String(at + 1), text]));
}

export const copyNames = {
  yes: "yes",
  no: "no",
  agreedLine: (line: string) => `line ${line} of what was agreed in the group`,
  seen: (isSeen: boolean, isCarer: boolean) => isCarer
    ? isSeen ? "A buddy may see this." : "No buddy sees this."
    : isSeen ? "The person you support may see this." : "The person you support does not see this.",
  none: "nothing",
  cover: (text: string) => `You put these words over it: “${text}”`,
  edited: (when: string) => `You changed it on ${when}.`,

  names: {
    // who one is, and getting in
    name: "name", handle: "user name", roles: "what you are here", role: "as",
    created_at: "added", used_at: "last used", on: "set up", since: "since",
    codes_left: "spare codes left", device: "phone or computer",
    "devices.created_at": "signed in", seen_at: "last used", current: "this one",
    // safe to reach, and told
    contact: "what you said", said_at: "when you said it", look: "what this page looks like",
    disguise: "e-mails say only that there is something new", phone: "a call is safe",
    voicemail: "a message on the phone is safe", texts: "a text is safe",
    letters: "a letter is safe", safe_from: "safe from", safe_until: "safe until",
    code_word: "your code word", not_told: "who must not know",
    news: "what happened", at: "when", by: "who did it", closed_at: "you put it aside",
    mail: "we send you an e-mail when there is a message", address: "your e-mail address",
    "notices.phone": "your phone number", quiet_from: "no e-mail from",
    quiet_until: "no e-mail until", can_mail: "e-mails can be sent from here",
    // one's story
    shown: "a buddy may see this", what: "what", how: "how you said yes",
    given_at: "you said yes", withdrawn_at: "you took it back", kind: "about",
    count: "how many",
    // a supporter
    capacity: "people at the same time", hours_a_week: "hours a week",
    people: "people now, and offers that wait", paused_until: "your break ends",
    resting_until: "your rest after a hard ending is over", weather: "how your week was",
    weather_at: "when you said so", crisis_allowed: "may support, although in court or assessment",
    readiness: "what is needed to start", trained_at: "training done",
    references_at: "references seen", dbs: "DBS check", agreement_at: "agreement signed",
    supervision_due_at: "next talk with your supervisor", ready: "everything is in place",
    missing: "still to do",
    // reports and decisions
    number: "number", about: "what it is about", state: "how it stands",
    who: "who looks at it", question: "what we ask you", look_by: "somebody looks by",
    decide_by: "it is decided by", outcome: "what came of it", outcome_at: "decided",
    "reports.text": "the team adds", "decisions.text": "the team adds",
    appeal: "a second look", appeal_until: "you can ask for a second look until",
    mine_to_appeal: "you can ask for a second look now", seq: "which message, by number",
    excerpt: "what you wrote", decision: "what was decided", rule: "which line of what was agreed",
    rule_text: "what was agreed", "decisions.until": "you can write again from",
    conversation: "where", raised_at: "when you told us", status: "how it stands", why: "why",
    // requests, half-hours, matches
    urgent: "urgent", made_at: "made", waiting_since: "waiting since",
    closed_reason: "why it was closed", i_am: "you are", asked_at: "you asked",
    taken_at: "somebody had time", ends_at: "open until",
    mine_again: "you would like to talk with them again", mine: "your answer",
    shared: "why you two", offered_at: "offered", introduced_at: "brought together",
    ended_at: "ended", reason: "your reason", reviews: "how it is going: what we asked you",
    part: "which time", due_at: "asked", answered_at: "answered", wish: "what you wished for",
    like_me: "was it like talking with someone like you?", note: "your note",
    calls: "call diary", mode: "how", minutes: "how many minutes", feel: "how it felt",
    // where one talks and meets, and who looked
    nickname: "your name there", accepted_at: "you agreed to how the group works",
    away_since: "you are away since", muted_until: "you can write there again from",
    coming: "you said that you would come", needs: "what you asked for", came: "you were there",
    "conversations.kind": "what it is", title: "name", stays: "your time there",
    ended: "now", "looks.by": "who", "looks.as": "in the role of",
  } as Table,

  /** Words of the protocol as people say them, by the name of what has them. */
  values: {
    role: words.roles, as: words.roles, i_am: sides, look: safeWords.looks,
    "consents.what": titles(storyWords.consents),
    how: { self: "here, by yourself", phone: "on the phone", in_person: "face to face",
      letter: "in a letter" },
    "private_checks.kind": titles(storyWords.checkKinds),
    weather: matchingWords.weathers, missing: matchingWords.missing,
    dbs: { not_eligible: "not asked for in this role", needed: "needed", cleared: "done" },
    about: careWords.about, who: { ...words.roles, ...careWords.lookers },
    "reports.state": careWords.reportStates,
    outcome: careWords.outcomes, appeal: careWords.appeals, decision: careWords.decisions,
    rule: {
      kind: "being kind", respect: "putting nobody down", private: "what is said here stays here",
      own: "speaking of what we know", court: "nothing from court papers",
      selling: "no advertising, no asking for money",
    },
    status: careWords.concernStates, why: careWords.openedWhy,
    "requests.state": { ...matchingWords.requestStates,
      matched: "We found you a buddy.", withdrawn: "You took it back.",
      closed: "The team closed it." },
    "cuppas.state": {
      asked: "asked for", taken: "open now", ended: "over",
      matched: "over, and you would both like to talk again",
      withdrawn: "taken back", expired: "nobody had half an hour this time",
    },
    "matches.state": matchingWords.matchStates,
    mine: { none: "none yet", yes: "yes", no: "not this one", ask: "you asked something first" },
    part: matchingWords.reviewParts, wish: matchingWords.wishes,
    like_me: numbered(matchingWords.likeMeWords), mode: matchingWords.callModes,
    feel: matchingWords.callFeels,
    "conversations.kind": { pair: "with one person", group: "a group",
      desk: "of the team", inbox: "news for you" },
    "conversations.ended": { current: "you are there", left: "you left",
      removed: "you were taken out" },
    "meetings.mode": { here: "here, in the group", online: "online", venue: "at a place" },
    "looks.what": { profile: "what you told us about yourself",
      safe_contact: "when and how it is safe to reach you, and your code word",
      match: "a match of yours", points: "how well you and somebody else may fit",
      devices: "where you are signed in",
      token: "they made a key with which another program can use this as you" },
    news: {
      new_device: "somebody signed in on a new device",
      second_factor_reset: "the team turned your second step off",
      recovery_begun: "the team gave a code for a new password",
      recovered: "your password was changed with a code",
      password_changed: "your password was changed",
      second_factor_set: "a second step was set up",
      second_factor_removed: "your second step was turned off",
      erasure_asked: "somebody asked to delete your account",
      passkey_added: "a phone or computer was added that lets you in",
      passkey_removed: "a phone or computer was removed that let you in",
    },
  } as Readonly<Record<string, Table>>,
};
