// Words of the desk around reports, concerns and duty. They come with the desk.
// For staff who read them all day: short, plain, the same word for the same thing.

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const careDeskWords = {
  pages: { cases: "Reports" },

  // Time left
  minutes: (count: number) => plural(count, "minute", "minutes"),
  hours: (count: number) => plural(count, "hour", "hours"),
  days: (count: number) => plural(count, "day", "days"),
  left: (amount: string) => `${amount} left`,
  late: (amount: string) => `${amount} late`,

  // The list
  casesText: "What people have reported, and messages that may need somebody. The one to see to "
    + "first is at the top. Cases about you, or that you reported, are with somebody else.",
  casesCount: (count: number) => plural(count, "case", "cases"),
  casesNone: "Nothing waits here.",
  views: { open: "To do", appealed: "Appeals", decided: "Decided", closed: "Closed" },
  viewsTitle: "Which cases",
  columns: {
    number: "Case", due: "Due", what: "What it is", state: "Where it stands",
  },
  kinds: {
    message: "Reported message", profile: "Reported profile", risk: "Words that may mean danger",
  } as Readonly<Record<string, string>>,
  inGroup: (kind: string, title: string) => `${kind} in ${title}`,
  reportedBy: (count: number) => plural(count, "report", "reports"),
  abouts: {
    worry: "worried about somebody", unkind: "unkind", hate: "hate or threats",
    risk: "somebody may be in danger", private: "private things about a child",
    spam: "selling or spam", rules: "against what we agreed", not_sure: "not sure",
  } as Readonly<Record<string, string>>,
  risks: {
    R1: "suicide", R2: "self-harm", R3: "a child in danger now", R4: "domestic abuse",
    R5: "a child who hurts others", R6: "breaking point", R7: "exploitation",
    R8: "identifies a child", R9: "moving elsewhere, money, secrecy", R10: "hate or threats",
    R11: "medical or legal instructions", R12: "court papers", R13: "spam",
  } as Readonly<Record<string, string>>,
  ranks: ["Danger now", "Same day", "Hate or threats", ""],
  states: {
    queued: "Nobody looks yet", claimed: "Looked at", asked: "Waits for an answer",
    decided: "Decided", appealed: "Appeal", closed: "Closed",
  } as Readonly<Record<string, string>>,
  claimedBy: (name: string) => `${name} looks`,
  claimedByMe: (time: string) => `You look, until ${time}`,
  caseKeys: [
    ["C", "take the case"], ["D", "decide"], ["P", "pass it on"],
  ] as readonly (readonly [string, string])[],

  // An open case
  looking: "That you opened this case is written down.",
  excerptTitle: "What was said",
  excerptCovered: "Covered, because it may be hard to read.",
  uncover: "Show what was said",
  uncoverSure: "It may upset you. Take your time; you can pass the case on instead.",
  uncoverYes: "Show it now",
  cover: "Cover it again",
  excerptLine: (name: string, when: string) => `${name}, ${when}`,
  reportedLine: "Reported",
  editedLine: "Changed since",
  hiddenLine: "Hidden now",
  gone: "(was already taken away)",
  reportsTitle: "What people said about it",
  reportLine: (about: string, when: string) => `${about}, ${when}`,
  authorTitle: "Who wrote it",
  earlier: (name: string, count: number) => count === 0
    ? `${name}. No earlier decisions.`
    : `${name}. ${plural(count, "earlier decision", "earlier decisions")}.`,
  similarTitle: "Last decisions on cases like this",
  similarNone: "None yet.",
  historyTitle: "What has happened",
  steps: {
    raised: "reported", claimed: "taken", released: "given back", lapsed: "claim ran out",
    passed_on: "passed on", asked: "asked those who reported", answered: "they answered",
    hidden: "message hidden", restored: "message shown again", decided: "decided",
    appealed: "appeal", redecided: "appeal decided", closed: "closed",
  } as Readonly<Record<string, string>>,
  stepBy: (what: string, name: string) => `${what} by ${name}`,
  decisions: {
    none: "No action", edit_asked: "Ask for a change", hidden: "Hide the message",
    talk: "Talk with the author", restricted: "No writing for a while",
    removed: "Out of the group", concern: "Pass to safeguarding",
  } as Readonly<Record<string, string>>,

  // What one does
  claim: "Take this case",
  claimed: (number: string, time: string) => `${number} is yours until ${time}.`,
  release: "Give it back",
  released: (number: string) => `${number} is back in the list.`,
  passOn: "Pass it on",
  passOnTitle: "Pass this case on",
  passOnHint: "No reason is asked. It leaves your list.",
  passOnTo: "To",
  readers: { coordinator: "A coordinator", safeguarding_lead: "The safeguarding lead" },
  passOnYes: "Yes, pass it on",
  passedOn: (number: string) => `${number} is passed on.`,
  ask: "Ask those who reported",
  askTitle: "Ask those who reported",
  question: "What would you like to know?",
  askHint: "They are not named to you. Their answer brings the case back.",
  askYes: "Send the question",
  asked: (number: string) => `The question about ${number} is on its way.`,
  decide: "Decide",
  redecide: "Decide the appeal",
  decideTitle: "What is decided?",
  decision: "Decision",
  rule: "Which line of what was agreed",
  ruleNone: "None in particular",
  decideText: "What you add, in your own words",
  decideTextHint: "The person reads this as it stands. Say what and why, kindly.",
  restrictDays: "For how many days",
  restrictNeeded: "Please give a number of days between 1 and 90.",
  preview: "See it as they will read it",
  previewTitle: "As they will read it",
  decideYes: "Yes, decide this",
  decidedNow: (number: string) => `${number} is decided. Everybody concerned is told.`,
  decideChoose: "Please choose a decision.",
  problemRead: "This case could not be read just now.",
};
