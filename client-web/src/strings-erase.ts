// Words of deleting one's account. Plain English, reading age 9-11.
import { words } from "./strings";

const YEAR_DAYS = 365.25;

const some = (count: number | undefined, single: string, many: string) =>
  count === 1 ? single : many.replace("#", `${count ?? 0}`);

export const eraseWords = {
  title: words.deleteAccount,
  intro: "You can leave at any time, and you need not say why. Here is what happens, one thing at "
    + "a time. Nothing is deleted until you say so at the end of this page.",
  nowTitle: "At once",
  laterTitle: (days: number) => `After ${days} days, for good`,
  keptTitle: "What stays, and why",
  items: {
    devices: (count?: number) => count === 0
      ? "You stay signed in here, so that you can change your mind."
      : some(count, "Your other device is signed out.", "Your # other devices are signed out."),
    matching: () => "Nobody new is introduced to you. What you asked for is taken back.",
    matches: (count?: number) => some(count, "Your time with your buddy ends. They are told that it "
      + "has ended, and not why.", "Your time with your # buddies ends. They are told that it has "
      + "ended, and not why."),
    account: () => "Your name, how you sign in, your mail address and your phone number.",
    story: (count?: number) => some(count, "The one answer in your story.",
      "All # answers in your story."),
    words: (count?: number) => some(count, "Every message that you wrote, in one conversation.",
      "Every message that you wrote, in # conversations.")
      + " Others see that something was there, by “former member”, and not one word of it.",
    copies: () => "The last copies that could bring any of it back are gone 30 days after you ask.",
    others_words: () => "What other people wrote to you is theirs. They keep it.",
    diary: (count?: number) => some(count, "That there was one call, without your name and without "
      + "what was said.", "That there were # calls, without your name and without what was said."),
    supporter: () => "That you were trained and checked as a supporter. The law may ask us for it.",
    reports: (count?: number) => some(count, "The report that you made, so that people stay safe.",
      "The # reports that you made, so that people stay safe."),
    concerns: (count?: number) => some(count, "The worry that you told us, so that somebody stays "
      + "safe. A person decides when it goes.", "The # worries that you told us, so that somebody "
      + "stays safe. A person decides when they go."),
    records: () => "Where the team has to keep a record to keep a child or an adult safe, that "
      + "record stays locked, and what belongs to it stays with it for as long as it is needed. We "
      + "say this to everybody. We cannot say if there is such a record about anyone.",
    log: () => "A list of what was done in the service and when, so that nobody can misuse it. "
      + "There is not one word of yours in it.",
  } as Readonly<Record<string, (count?: number) => string>>,
  until: (day: string) => `Kept until ${day}.`,
  keptDays: (days: number) => days < 2 * YEAR_DAYS
    ? `Kept for ${days} days after the team has finished with it.`
    : `Kept for ${Math.round(days / YEAR_DAYS)} years after the team has finished with it.`,
  backTitle: "If you change your mind",
  back: (days: number, day: string) => `You have ${days} days, until ${day}. Sign in as always, press `
    + "“Me”, and then “Keep my account”. What has ended by then does not start again by itself.",
  askTitle: "Delete it",
  passwordHint: "So that nobody else can do this on your phone.",
  ask: "Delete my account",
  sure: (day: string) => `Delete your account? It is deleted for good on ${day}.`,
  yes: "Yes, delete it",
  no: "No, keep it",
  wrongPassword: "That is not the password you sign in with.",
  staff: "You do things for others here. Please ask the team first to take these over.",
  asked: "Your account is being deleted.",
  askedOn: (day: string) => `You asked us to delete your account. It is deleted for good on ${day}.`,
  keep: "Keep my account",
  kept: "Your account stays. We are glad.",
};
