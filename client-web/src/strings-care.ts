// Words around reports, help, decisions and life in a group. They come with those pages.
// Plain British English, reading age 9 to 11; no jargon, no blame. One set of words for every
// cause where people may not know the cause.
import type { HelpCard, ReportAbout } from "./lib/wire";

export const careWords = {
  // A decision about what somebody wrote, as she reads it
  decisionTitle: "About what you wrote",
  decisions: {
    none: "Somebody of the team has looked at it. Nothing changes.",
    edit_asked: "Please change this message, or take it away.",
    hidden: "Your message is hidden. Others can no longer read it. Nothing else changes for you.",
    talk: "Somebody of the team would like to talk with you about it. They get in touch with you.",
    restricted: "For now you can read here, but not write.",
    removed: "You are no longer in this group.",
    concern: "Somebody who looks after everyone’s safety here takes it on. If they need to talk with you, they get in touch.",
  } as Readonly<Record<string, string>>,
  writeAgain: (when: string) => `You can write again from ${when}.`,
  youWrote: "You wrote",
  agreedLine: "What was agreed",
  teamSays: "The team adds",
  decidedOn: (number: string, when: string) => `Number ${number}, ${when}`,
  seeItDifferently: (until: string) =>
    `If you see it differently, you can ask until ${until} that somebody else looks again.`,
  appeals: {
    asked: "You have asked that somebody else looks again.",
    upheld: "Somebody else has looked again. The decision stays.",
    changed: "Somebody else has looked again, and it was changed.",
  } as Readonly<Record<string, string>>,
  appealBy: (when: string) => `They decide by ${when}.`,

  // Help beside what one has just written
  cards: {
    crisis: {
      title: "That sounds very hard",
      text: "You do not have to be alone with it. People you can talk to are there right now.",
    },
    contact: {
      title: "Your safety comes first",
      text: "Nobody may frighten you, hurt you or follow you. Is it safe for you to read this now? “Quick exit” at the top leaves at once.",
    },
    supportive: {
      title: "You are not the only one",
      text: "Many people raising a relative’s child get hurt by the child sometimes. It is nobody’s shame, and it says nothing against you. You can get help with it.",
    },
    kind: {
      title: "You are carrying a lot",
      text: "Feeling that you cannot go on is not failing. Somebody can talk it through with you.",
    },
  } as Readonly<Record<HelpCard, { title: string; text: string }>>,
  cardSent: "Your message has gone out just as you wrote it.",
  cardWhy: "Only you see this. It comes by itself when certain words are in a message.",
  cardClose: "Close this",
  cardClosed: "Closed. “More help” at the top brings you to the numbers.",
  cardArrived: "There is a card with help beside your message.",
  dangerNow: "If you or a child is in danger now, ring 999.",
  abuseLine: { name: "National Domestic Abuse Helpline", number: "0808 2000 247", when: "free, day and night" },
  talkToSomebody: "Talk to somebody",
  numberLine: (name: string, when: string) => when === "" ? name : `${name} · ${when}`,
  // Reporting
  needHelp: "I need more help",
  reportIntro: "Tell us. You do not have to be sure, and you do not have to prove anything. The other person is not told that it was you.",
  reportWhich: "What is it?",
  reportMessage: (name: string, line: string) => `${name}: “${line}”`,
  reportPerson: (name: string) => `${name}, not one message`,
  reportWhat: "What is it about?",
  about: {
    worry: "I am worried about somebody",
    unkind: "It was unkind",
    hate: "It was hateful, or a threat",
    risk: "Somebody may be in danger",
    private: "It tells private things, of a child perhaps",
    spam: "It wants to sell something, or wants money",
    rules: "It goes against what we agreed",
    not_sure: "I am not sure. Something feels wrong",
  } as Readonly<Record<ReportAbout, string>>,
  reportNote: "A word more, if you like",
  reportSend: "Send",
  reportChoose: "Please choose what it is about. “I am not sure” is fine.",
  reportNothing: "Nobody else has written here yet. If something is wrong, “I need more help” brings you to somebody.",
  thanks: "Thank you for telling us",
  receipt: (number: string) => `Your number is ${number}.`,
  reportedBefore: "You have told us about this before. It is the same number.",
  lookers: {
    facilitator: "The facilitator of the group",
    coordinator: "A coordinator",
    safeguarding_lead: "The person who looks after everyone’s safety here",
  } as Readonly<Record<string, string>>,
  looksBy: (who: string, when: string) => `${who} looks at it by ${when}.`,
  decidesBy: (when: string) => `You hear what came of it by ${when}.`,
  noPromise: (who: string) => `${who} looks at it. We cannot promise when. If it cannot wait, please ring one of the numbers under “More help”.`,
  nobodyTold: "Nobody is told that it was you.",
  offerBlock: (name: string) => `Would you like to see nothing more of ${name}? You can block them. They are not told.`,
  backToTalk: "Back to the conversation",

  // My reports
  reportsIntro: "What you have told us and what came of it. Only you and the people who look at it see this.",
  noReports: "You have not told us about anything. If something is not right, each message and each conversation has “Something’s not right”.",
  reportsChanged: "There is something new in My reports.",
  reportTitle: (number: string) => `Number ${number}`,
  reportStates: {
    received: "We have it.",
    being_looked_at: "Somebody is looking at it now.",
    question: "We have a question for you.",
    decided: "It is decided.",
    closed: "It is closed.",
  } as Readonly<Record<string, string>>,
  outcomes: {
    none: "We have looked at it. We did not have to change anything. Thank you for telling us all the same.",
    edit_asked: "We have asked them to change it.",
    hidden: "The message is hidden now.",
    talk: "We talk with them about it.",
    restricted: "They cannot write there for now.",
    removed: "They are no longer in the group.",
    passed_on: "Somebody who looks after everyone’s safety has taken it on. We cannot tell you more, and we have not forgotten it.",
  } as Readonly<Record<string, string>>,
  weAsk: "We ask you",
  answerIt: "Answer",
  yourAnswer: "Your answer",
  addToIt: "Add something",
  addLabel: "What would you like to add?",
  added: "Added. Thank you.",
  writeFirst: "Please write a word first.",
  askAgain: "Ask somebody else to look again",
  askAgainWhy: "What should they know?",
  askedAgain: "Thank you. Somebody else looks at it again.",

  concernsTitle: "What you asked us to look after",
  concernStates: {
    received: "We have it.",
    in_hand: "Somebody is seeing to it.",
    done: "It has been seen to. Thank you for telling us.",
  } as Readonly<Record<string, string>>,
  openingsTitle: "When a private talk was opened",
  opened: (title: string, when: string) => `Your conversation with ${title} was opened and read on ${when}. Two people had to agree to it.`,
  openedWhy: {
    danger: "The reason: somebody may have been in danger.",
    allegation: "The reason: something serious was said about somebody.",
    complaint: "The reason: a complaint had to be looked at.",
    law: "The reason: the law asked for it.",
  } as Readonly<Record<string, string>>,

  // Help
  helpTitle: "More help",
  nowTitle: "To talk to somebody now",
  teamTitle: "Our team",
  getInTouch: "Would you like somebody of our team to get in touch with you?",
  getInTouchOpen: "Ask somebody to get in touch",
  getInTouchWhat: "What is it about? A word is enough. If you would like a call, say when it is safe to ring.",
  leaveTitle: "Leaving quickly",
  leaveText: "“Quick exit” at the top, or Shift pressed three times, leaves at once: the page shows the weather, Back shows nothing, and you are signed out. What you have not sent yet is deleted from this device, so that nobody else can read it.",

  // What holds everywhere in England, when the service has named no numbers of its own
  numbers: [
    { name: "Police, ambulance, fire", number: "999", when: "day and night" },
    { name: "NHS, then option 2 for a mental health crisis", number: "111", when: "day and night" },
    { name: "Samaritans", number: "116 123", when: "free, day and night" },
    { name: "Shout", number: "text SHOUT to 85258", when: "free, day and night" },
  ],
  hoursUntil: (when: string) => `Somebody of our team is here until ${when}.`,
  hoursFrom: (when: string) => `Nobody of our team is here just now. The next time is ${when}.`,
  hoursNobody: "Nobody of our team is here just now.",
  hoursUnknown: "We cannot say just now whether somebody of our team is here.",
  notCrisisLine: "We are not a crisis line: those numbers are.",
} as const;
