// Words about signing in by unlocking one's own device. Plain English, reading age 9-11.
export const passkeyWords = {
  title: "Sign in without a password",
  why: "Your phone or computer can let you in when you unlock it: with your finger, your face or "
    + "its own number. None of these leave it. Do this only on a device that nobody else can unlock.",
  add: "Use this phone or computer",
  firstWhy: "If you lose it, an administrator has to help you back in. So please add a second one "
    + "later, or the app, on your own page.",
  knownTitle: "Unlock your phone or computer",
  known: "Your account needs more than your password. You have a phone or computer that can let you "
    + "in: please sign in by unlocking it. If it is lost, ask an administrator.",
  name: "What do you call it?",
  nameHint: "So that you know it again in the list.",
  nameFirst: "My phone or computer",
  nameNeeded: "Please write a name for it.",
  addHint: "Then your phone or computer asks you to unlock it.",
  goOn: "Go on",
  added: "Done. From now on you can sign in by unlocking it.",
  notDone: "That did not work. Nothing has changed. You can try again.",
  hereAlready: "This phone or computer can let you in already.",
  tooMany: "You have ten of these. Please remove one first.",
  lastOne: "This is your second step of signing in. Please add another one first.",
  passkeyFirst: "Please sign in again by unlocking a phone or computer from this list, and then try again.",
  made: (when: string) => `Added: ${when}. Not used yet`,
  used: (when: string) => `Last used: ${when}`,
  remove: "Remove",
  removeName: (name: string) => `Remove ${name}`,
  removeAsk: (name: string) => `${name} will not let you in any more, and is signed out unless it is this one. Your password still lets you in.`,
  removeYes: "Remove it",
  removeWith: "Unlock this phone or computer instead",
  removed: (name: string) => `${name} is removed.`,
};
