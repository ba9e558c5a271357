// Words of the copy of one's own data. Plain English, reading age 9-11.
import { words } from "./strings";

const one = (count: number, single: string, many: string) =>
  count === 1 ? `One ${single}` : `${count.toLocaleString("en-GB")} ${many}`;

export const copyWords = {
  title: words.myCopy,
  intro: "You can have a copy of everything we keep about you, now, as often as you like.",
  inTitle: "What is in it",
  inList: [
    "your name, what you sign in with, and your devices",
    "what you told us about yourself, and what you agreed to",
    "every message that you wrote",
    "your requests and matches, why you two were brought together, and your call diary",
    "your reports, and what was decided",
    "who in the team opened something about you, and when",
  ],
  outTitle: "What is not in it",
  outText: "Who other people are, what they wrote, and their own notes. Records that help to keep "
    + "somebody safe are never in a copy, whether there are any or not. Ask the team, and a person "
    + "will look at what they may give you.",
  careful: "Whoever opens the file can read all of it. Think about where you keep it, and who else "
    + "uses this phone or computer.",
  make: "Make my copy",
  again: "Make it again",
  goOn: "Go on",
  stop: "Stop",
  copying: (messages: number) => `Working. ${one(messages, "message", "messages")} of yours so far.`,
  broke: "The line broke. Nothing is lost: we go on from where we were.",
  ready: (messages: number) => `Your copy is ready, with ${one(messages, "message", "messages")}.`,
  savePage: "Save as a page to read",
  saveData: "Save for another program",
  pageFile: "my-data.html",
  dataFile: "my-data.json",
  fileTitle: "My data",
  fileMade: (when: string) => `Made on ${when}.`,
  nothing: "Nothing is kept here.",
  removed: "You or the team took this message away. Its words are gone.",
  ofPair: "with one person",
  yes: "yes",
  no: "no",
  parts: {
    person: "Who you are",
    devices: "Where you are signed in",
    notices: "How we tell you of messages",
    answers: "What you told us about yourself",
    consents: "What you agreed to",
    private_checks: "Private check: how many entries",
    supporting: "Your time as a supporter",
    reports: "Your reports",
    decisions: "What was decided about something of yours",
    concerns: "Worries that you told us",
    openings: "When your private talk was read, and why",
    requests: "Your requests for a buddy",
    matches: "Your matches",
    conversations: "Where you talk",
    messages: "What you wrote",
    looks: "Who in the team opened something about you",
  } as Readonly<Record<string, string>>,
  names: {
    handle: "user name", as: "in the role of", by: "who", what: "what", at: "when",
    made_at: "made", waiting_since: "waiting since", closed_reason: "why it was closed",
    i_am: "you are the", mine: "your answer", shared: "why you two", offered_at: "offered",
    introduced_at: "introduced", ended_at: "ended", reason: "your reason", calls: "call diary",
    reviews: "what we asked you", like_me: "someone like me, 1 to 5", wish: "what you wished for",
    note: "your note", due_at: "asked", answered_at: "answered", feel: "how it felt",
    stays: "your time there", since: "since", ended: "now", created_at: "signed in",
    seen_at: "last used", current: "this device", shown: "your buddy may see it",
    given_at: "given", withdrawn_at: "taken back",
  } as Readonly<Record<string, string>>,
};
