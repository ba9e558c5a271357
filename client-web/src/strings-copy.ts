// Words of the copy of one's own data. Plain English, reading age 9-11.
import { words } from "./strings";

const one = (count: number, single: string, many: string) =>
  count === 1 ? `One ${single}` : `${count.toLocaleString("en-GB")} ${many}`;

export const copyWords = {
  title: words.myCopy,
  intro: "You can have a copy of everything we keep about you, now, as often as you like.",
  inTitle: "What is in it",
  inList: [
    "your name, what you sign in with, your devices, and what we told you about your account",
    "when and how it is safe to reach you",
    "what you told us about yourself, and what you agreed to",
    "every message that you wrote",
    "your groups, what you are called there, and the meetings that you booked",
    "the names of people you have blocked",
    "your half-hours, your requests and matches, why you two were brought together, and your call diary",
    "your reports, and what was decided",
    "who in the team opened something about you, and when",
  ],
  outTitle: "What is not in it",
  outText: "Who other people are, what they wrote, and their own notes. Records that help to keep "
    + "somebody safe are never in a copy, whether there are any or not. Ask the team, and a person "
    + "will look at what they may give you.",
  careful: "Whoever opens the file can read all of it, also your code word and who must not know, "
    + "if you told us. Think about where you keep it, and who else "
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
  nothing: "We keep nothing of these",
  removed: "You or the team took this message away. Its words are gone.",
  ofPair: "with one person",
  parts: {
    person: "Who you are",
    passkeys: "Phones and computers that let you in without your password",
    second_step: "Your second step when you sign in",
    safe_contact: "When and how it is safe to reach you",
    account_notices: "What we told you about your account",
    cuppas: "Your half-hours",
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
    groups: "What you are called in your groups",
    meetings: "Meetings of your groups",
    blocked: "People you have blocked",
    messages: "What you wrote",
    looks: "Who in the team opened something about you",
  } as Readonly<Record<string, string>>,
} as const;
