// Words around meetings of a group, for its members. They come with those pages.
// Plain British English, reading age 9 to 11. Nobody has to come, to speak or to say why.
import type { Meeting } from "./lib/wire";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const groupWords = {
  // Moments to come, inside a sentence
  today: "today",
  tonight: "tonight",
  tomorrow: "tomorrow",
  dayTime: (day: string, time: string) => `${day} at ${time}`,
  dayFrom: (day: string, time: string) => `${day} from ${time}`,
  span: (from: string, until: string) => `${from} until ${until}`,

  // Meetings
  meetingsTitle: "Meetings",
  meetingsNone: "No meeting is planned just now.",
  meetingsLater: "The meetings come as soon as there is a connection.",
  meetingsMore: "There are more after these.",
  meetingTitle: (title: string) => `Meeting of ${title}`,
  lasts: (minutes: number) => `It lasts about ${plural(minutes, "minute", "minutes")}.`,
  modes: {
    here: "We meet here, in the conversation of the group.",
    online: "We meet online. Copy the link and open it when it begins:",
    venue: "We meet at:",
  } as Readonly<Record<Meeting["mode"], string>>,
  copyLink: "Copy the link",
  linkCopied: "The link is copied.",
  access: (text: string) => `Good to know: ${text}`,
  childcare: (text: string) => `For the children: ${text}`,
  booked: (count: number) =>
    count === 0 ? "Nobody has said yet that they come."
      : count === 1 ? "One person is coming." : `${count} people are coming.`,
  yourAnswer: "Are you coming?",
  coming: "I’ll come",
  notComing: "I can’t",
  notSure: "Not sure? You need not say anything yet. You can come all the same.",
  saidComing: "We have you down as coming.",
  saidNotComing: "Thank you for telling us. If it changes, just say so here.",
  needs: "Is there anything you need?",
  needsHint: "A lift, large print, a seat by the door. Only those who look after the group see this.",
  needsSave: "Save",
  needsSaved: "Saved. Those who look after the group see it.",
  needsYours: (text: string) => `You need: ${text}`,
  needsChange: "Change what you need",
  meetingNow: "The meeting is on now.",
  open: "Go to the meeting",
  cancelled: "It was called off.",
  lastTitle: "The last meeting",
  earlierTitle: "Earlier meetings",
  nextTitle: "What comes next",

  soon: (when: string) => `Meeting ${when}`,

  // The round
  toTalk: "To the conversation",
  toRound: "The round",
  opening: "Welcome. We are just beginning.",
  openingText: "Soon there is a round: whoever likes has a turn, one after the other. You may pass. Nobody asks why.",
  turnOf: (name: string) => `It is ${name}’s turn.`,
  yourTurn: "It is your turn.",
  yourTurnText: "Write in the conversation, as much or as little as you like.",
  nobodysTurn: "It is nobody’s turn just now.",
  nobodysTurnText: "Everybody who wanted to has had a turn.",
  said: "I’ve said mine",
  saidDone: "Thank you. The turn goes on.",
  pass: "Pass",
  passDone: "You have passed. That is fine.",
  passAhead: "I’d like to pass this time",
  comesAfter: (count: number) => count <= 1 ? "You are next. Take your time." : `${count} people come before you.`,
  movedOn: "The round has gone on meanwhile.",
  youHad: "You have had your turn.",
  youPassed: "You have passed. That is fine.",
  notIn: "You are not down for the round. You can write at any time all the same.",
  roundTitle: "Who has a turn",
  roundNone: "Nobody has said beforehand that they come. Those who look after the group give the first turn.",
  turns: {
    waiting: "waits", now: "has the turn now", had: "has had a turn", passed: "has passed",
  },
  youAfterName: (name: string) => `${name} (you)`,
  closing: "The round is over. We are coming to an end.",
  closingText: "There is time for a last word. Then you hear what comes next.",
  over: "The meeting is over. Thank you for being there.",
  overShort: "The meeting is over.",
  close: "Close this",
  planned: "It has not begun yet.",
  meetingGone: "This meeting is no longer here.",

  // Said to screen readers while it goes on
  sayBegan: (title: string) => `The meeting of ${title} begins.`,
  says: {
    yours: "It is your turn now. You can say something, or pass.",
    all_had: "Everybody who wanted to has had a turn.",
    closing: "The round is over. The meeting comes to an end.",
    over: "The meeting is over.",
  } as Readonly<Record<"yours" | "all_had" | "closing" | "over", string>>,

  // Kept at the top
  pin: "Keep at the top",
  unpin: "Take from the top",
  pinned: "It is kept at the top now.",
  unpinned: "It is no longer kept at the top.",
  pinsFull: "Five messages are kept at the top already. Take one away first.",

  // Newcomers
  newHere: (name: string) => `${name} is new here.`,
  sayHello: "A few kind words make it easier to begin.",
  othersNew: (count: number) =>
    count === 1 ? "One more is new here." : `${count} more are new here.`,
  haveWelcomed: (name: string) => `I have welcomed ${name}`,
  welcomed: (name: string) => `Thank you for welcoming ${name}.`,

  lookAfter: "Look after this group",
} as const;
