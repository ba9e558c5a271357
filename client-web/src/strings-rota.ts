// Words of the rota: who is there for whom, and when nobody is. They come with the desk.
import type { Duty } from "./lib/wire-desk";

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const rotaWords = {
  text: "Times are promised to people only while somebody is down here. They see who is there for their group, and until when.",
  parts: {
    facilitator: "A group",
    coordinator: "Coordinator on call",
    safeguarding_lead: "Safeguarding on call",
  } as Readonly<Record<Duty["part"], string>>,

  // Who is there now, and when nobody is
  nowTitle: "Who is there",
  here: (name: string, until: string) => `${name} is there until ${until}.`,
  hereYou: (until: string) => `You are there until ${until}.`,
  nobodyNow: "Nobody is there just now.",
  next: (name: string, from: string) => `Next: ${name}, ${from}.`,
  nobodyDown: "Nobody is down for the next seven days.",
  closedThen: "So nobody can write in it.",
  gap: (span: string) => `Nobody is on call ${span}.`,
  gapNow: (until: string) => `Nobody is on call until ${until}.`,
  gapOpen: (from: string) => `Nobody is on call ${from} on.`,
  gapsMore: (count: number) => plural(count, "more gap", "more gaps"),
  covered: "Somebody is on call at any time in the next seven days.",

  // The list
  listTitle: "The next four weeks",
  none: "Nobody is down for anything yet.",
  hours: (from: string, until: string) => `${from} to ${until}`,
  you: (name: string) => `${name} (you)`,
  remove: "Take off",
  removeWhich: (name: string, when: string) => `${name}, ${when}`,
  removeAsk: (name: string, when: string) => `Take ${name} off the rota, ${when}?`,
  endAsk: (name: string) => `End the duty of ${name} now?`,
  removeYes: "Yes, take off",
  endYes: "Yes, end it now",
  removed: (name: string) => `${name} is off the rota.`,

  // Adding
  addTitle: "Put somebody down",
  post: "For what?",
  person: "Who?",
  personNone: "Nobody has that part here yet.",
  from: "From",
  until: "Until",
  untilHint: "A week at the most.",
  weeks: "The same each week",
  weekCounts: (count: number) => count === 1 ? "Once only" : `${count} weeks`,
  add: "Put down",
  added: (name: string) => `${name} is on the rota.`,
  addedSome: (done: number, day: string, why: string) =>
    `${plural(done, "week is", "weeks are")} on the rota. Not the one that begins ${day}: ${why}`,
  choosePost: "Please choose what it is for.",
  choosePerson: "Please choose who it is.",
  wrong: {
    from: "Please say when it begins: a day and a time within a year.",
    until: "Please say when it ends: after it begins, not in the past, and a week at the most.",
  } as Readonly<Record<string, string>>,
  conflict: (name: string) => `${name} is down for it then already.`,
  tooMany: (name: string) => `${name} is down for so much already that there is no room for more.`,
} as const;
