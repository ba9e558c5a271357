// Words of the pages on which one tells about oneself, says yes, and names whom one should not
// meet. They come with those pages. Plain British English, reading age 9 to 11.
import { some } from "./lib/counting";
import type { BlindKind, ConsentKind } from "./lib/wire";
import { words } from "./strings";

export const storyWords = {
  // A story
  carerStory: "My story",
  supporterStory: "About me as a supporter",
  carerStoryText: "The more we know, the better we can find somebody like you. Say only what you like. You can skip any question and change any answer.",
  supporterStoryText: "This helps us to find the people you can help best. You can skip any question and change any answer.",
  startStory: "Start",
  goOnStory: "Go on with the next question",
  progress: (answered: number, all: number) =>
    answered === 0 ? `There are ${all} questions. None is answered yet.`
      : answered === all ? "All questions are answered. Thank you."
        : `${answered} of ${all} questions answered.`,
  place: (at: number, all: number, section: string) => `Question ${at} of ${all}: ${section}`,
  allAnswers: "All my answers",
  notAnswered: "Not answered",
  preferNot: "I would rather not say",
  change: "Change",
  answer: "Answer",
  changeField: (name: string) => `Change: ${name}`,
  answerField: (name: string) => `Answer: ${name}`,
  stillNeeded: (names: readonly string[]) => `Still needed: ${words.list(names)}.`,
  neededFirst: "We need this one to start.",
  skip: "Skip",
  next: "Next",
  before: "Back",
  takeBack: "Take my answer back",
  lookAgain: "All my answers",
  storyDone: "Thank you for telling us",
  storyDoneText: "You can come back and change anything, on any day.",
  toToday: "Go to Today",
  yourWords: "Your answer",
  lettersLeft: words.lettersLeft,

  // Where an answer is
  saved: "Saved.",
  saving: "Saving …",
  savedLater: "Kept on this device. It is sent as soon as there is a connection.",
  notSaved: (why: string) => `Not saved. ${why}`,
  sendAgain: "Send it again",
  someWait: (count: number) =>
    `${some(count, "answer", "answers")} kept on this device, not sent yet.`,
  neverMind: "Drop this change",

  // Who sees an answer
  whoSees: "Who can see this",
  sees: {
    carer: {
      later: "When you answer, you choose whether a buddy may see it.",
      switch: "A buddy may see this",
      shown: "You, your coordinator, and a buddy we suggest to you.",
      never: "Only you and your coordinator. A buddy never sees this.",
    },
    supporter: {
      later: "When you answer, you choose whether the person you support may see it.",
      switch: "The person I support may see this",
      shown: "You, your coordinator, and a person we suggest you support.",
      never: "Only you and your coordinator. The person you support never sees this.",
    },
  },
  seesNot: "You and your coordinator. Nobody else.",

  // Marks, ranks, times
  noMarks: "Nothing marked",
  ranks: ["First", "Second", "Third", "Fourth"],
  rankHint: "Press them in the order that matters to you. Press again to take one out.",
  rankFull: (count: number) => `You have chosen ${count}. Take one out to choose another.`,
  moveUp: (label: string) => `Move ${label} up`,
  up: "Up",
  markedTopics: "From what you marked",
  otherTopics: "Other topics",
  timesHint: "With a keyboard: arrow keys move, the space bar chooses.",
  days: { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" } as
    Readonly<Record<string, string>>,
  dayParts: {
    morning: "Morn\u00ading", afternoon: "After\u00adnoon", evening: "Even\u00ading",
    night: "After bed\u00adtime",
  } as Readonly<Record<string, string>>,
  times: (count: number) => some(count, "time of the week", "times of the week"),

  // The questions behind a consent of their own
  specialTitle: "A few more questions, if you like",
  specialText: "The last questions are about your background, faith, gender and who you love. The law guards these answers with special care, so we ask for your yes first. You can say no, and it makes no difference to your place.",
  specialYes: "Yes, ask me",
  specialNo: "No, leave them out",
  specialOpen: "Open the last questions",
  specialShut: "These questions stay closed until you say yes to them.",

  // Consents
  consentsTitle: "What I have agreed to",
  consentsText: "We do these things only with your yes. You can take it back on any day.",
  consents: {
    matching: {
      title: "Being brought together with somebody",
      text: "We use your answers to find people who fit. A coordinator looks at it first. Then you are asked, and so is the other person. Nobody gets your full name, number or address.",
      withdraw: "Take back your yes? Offers that wait for you are taken back, and we stop looking for somebody. Whoever you are together with now stays.",
    },
    special_category: {
      title: "Questions about background, faith, gender and LGBTQ+",
      text: "Only if you want to answer them. Your coordinator sees the answers. Somebody we bring you together with sees one only if you switch it on.",
      withdraw: "Take back your yes? Your answers to these questions are deleted.",
    },
    sharing: {
      title: "Somebody from a team nearby",
      text: "If nobody here fits, your coordinator may look at the team next to ours. That team first sees no name.",
      withdraw: "Take back your yes? We then look only among the people of our own team.",
    },
  } as Readonly<Record<ConsentKind, { title: string; text: string; withdraw: string }>>,
  agree: "Yes, I agree",
  agreeTo: (title: string) => `Yes, I agree: ${title}`,
  withdraw: "Take back my yes",
  withdrawFrom: (title: string) => `Take back my yes: ${title}`,
  withdrawYes: "Yes, take it back",
  agreedOn: (day: string) => `You said yes on ${day}.`,
  agreedTold: (day: string) => `You told your coordinator yes on ${day}.`,
  notAgreed: "You have not said yes to this.",
  agreedDone: "Thank you. Your yes is written down.",
  withdrawnDone: "Your yes is taken back.",

  // Private check
  checkTitle: "People we should not bring you together with",
  checkText: "A small world has surprises. Tell us about relatives, your household or your employer, and we will not suggest them, or anybody who is in their family.",
  checkHow: "What you write is turned into a code at once. Nobody can read it again: not your coordinator, not even you. We only keep how many there are.",
  checkLimit: "It cannot catch everything: a new address or another way of writing a name may slip through. If you see somebody you know, say “Not this one”, or block them.",
  checkKinds: {
    relative: { title: "A relative", text: "For example a parent of the child.", add: "Add a relative" },
    household: { title: "My household", text: "People at the same address.", add: "Add my household" },
    employer: { title: "My employer", text: "So that you do not meet somebody from work.", add: "Add my employer" },
    self: { title: "Myself", text: "So that others’ entries about you work.", add: "Add myself" },
  } as Readonly<Record<BlindKind, { title: string; text: string; add: string }>>,
  checkCount: (count: number) => count === 0 ? "Nothing kept." : `${some(count, "entry", "entries")} kept.`,
  checkAdded: "Kept as a code. The words are gone.",
  checkClear: "Delete these",
  checkClearAsk: "Delete all entries of this kind? We cannot show them to you first, because nobody can read them.",
  checkClearYes: "Yes, delete them",
  checkCleared: "Deleted.",
  checkName: "Name",
  checkEmployer: "Name of the employer",
  checkYear: "Year of birth",
  checkPostcode: "Postcode",
  checkHouse: "House number or name",
  checkEither: "The year of birth or the postcode is enough.",
  checkMissing: {
    name: "Please write a name.",
    birth_year: "Please write the year of birth, for example 1986, or the postcode.",
    postcode: "Please write a postcode, for example LS1 4AP.",
    house: "Please write the number or name of the house.",
  } as Readonly<Record<string, string>>,
  checkFull: "You have 20 entries. That is the most we can keep.",
} as const;
