// Words around one's account: the second step of signing in, what happened to it, and the way
// back in. They come with those pages. Plain British English, reading age 9 to 11; no jargon, no
// blame.
import type { AccountNotice } from "./lib/wire";

export const accountWords = {
  // The second step
  stepTitle: "A second step when you sign in",
  stepWhy: "With it, nobody gets in with your password alone. Your phone shows a new number every half minute, and you type that number when you sign in.",
  stepOff: "You do not have one yet.",
  stepOn: (when: string) => `You have one since ${when}.`,
  codesLeft: (left: number) => left === 0
    ? "You have no spare codes left."
    : left === 1 ? "You have 1 spare code left." : `You have ${left} spare codes left.`,
  stepStart: "Set up a second step",
  stepAgain: "New phone or new spare codes",
  stepRemove: "Turn it off",
  stepRequiredTitle: "One more thing before you start",
  stepRequired: "Your work here opens what many people wrote. So your account needs a second step when you sign in. It takes about three minutes.",
  stepTwoWays: "There are two ways. One of them is enough.",
  stepRequiredHere: "Your work here needs it, so it cannot be turned off.",
  next: "Go on",
  beginTitle: "First, your password",
  removeTitle: "Turn the second step off",
  removeYes: "Turn it off",
  oldCode: "The number that your app shows now, or a spare code",
  keyTitle: "Tell your phone",
  keySteps: [
    "Get an authenticator app on your phone, if you have none. Google Authenticator, Microsoft Authenticator, Aegis and 2FAS all work and cost nothing.",
    "In the app, choose to add an account, and point the phone at this picture. Or choose to type a key in, and type this key. Capitals and gaps make no difference.",
    "If you read this on that same phone, open the app from here instead.",
  ],
  keyPicture: "A picture for the app's camera. It says the same as the key below.",
  key: "Your key",
  copyKey: "Copy the key",
  openApp: "Open the app",
  keySecret: "Show the picture and the key to nobody.",
  code: "The number that the app shows now",
  codeHint: "Six digits. If it does not work, wait for the next number.",
  confirm: "Turn it on",
  codesTitle: "Your spare codes",
  codesText: "Each of these works once in place of the number, if your phone is lost or flat. Print them or write them down, and keep them apart from your phone. They are shown only now.",
  copyCodes: "Copy the codes",
  printCodes: "Print this page",
  codesKept: "I have kept them",
  stepIsOn: "The second step is on. On all your other devices you are signed out.",
  stepIsOff: "The second step is off.",
  signOutInstead: "Sign out",
  codeNeeded: "Your second step is on. Please write the number from your app, or a spare code.",
  wrong: {
    password: "This is not your password.",
    code: "That number did not work. Each one works once, and for half a minute. Please wait for the next one. If it still does not work, look whether your phone shows the right time.",
    late: "The key is too old. Please start again.",
  },

  // The way back in
  forgotTitle: "I forgot my password",
  forgotSteps: [
    "Ring your project worker. They know you, and give you a code of twelve numbers.",
    "Wait until the code works. They tell you from when. That is so that nobody else can do this in your name.",
    "Come back here, type the code, and choose a new password.",
  ],
  forgotCode: "The code that you were given",
  forgotCodeHint: "Twelve numbers. Gaps make no difference.",
  forgotNext: "Choose a new password",
  forgotYes: "Use the new password",
  forgotDone: "Your new password works now. Please sign in with it.",
  forgotWrong: "This code and this user name do not go together. Please check both. If it still does not work, ring your project worker.",
  forgotEarly: (from: string) => `The code is right. It works from ${from}. Please come back then; you can close this page.`,
  forgotLate: "This code is too old. Please ring your project worker for a new one.",
  forgotNoHandle: "Please write the name you sign in with.",
  forgotNoCode: "Please write the code.",

  // An invitation that was read out
  inviteCodeTitle: "I have an invitation code",
  inviteCodeText: "Your project worker reads it to you: sixteen numbers, in four groups. It works for a week, and once.",
  inviteCode: "The code that was read to you",
  inviteCodeHint: "Gaps make no difference.",
  inviteCodeGoOn: "Go on",
  inviteCodeLong: "An invitation code has sixteen numbers. Please look at it again.",
  inviteCodeWrong: "This code does not work. Please look at every number again. If it still does not work, ask your project worker to read it to you once more.",

  // What happened to the account
  noticesTitle: "About your account",
  news: (notice: AccountNotice, when: string, isOpen: boolean): string => {
    const by = notice.by?.name ?? "the team";
    switch (notice.news) {
      case "new_device":
        return `Somebody signed in with your name and password on ${notice.device ?? "a device"}, on ${when}. Was that you?`;
      case "second_factor_reset":
        return `Your second step of signing in was turned off by ${by}, on ${when}. If you did not ask for that, please tell the team.`;
      case "recovery_begun":
        return `Somebody asked for a new password for your account, and a code was given by ${by}, on ${when}. ${isOpen ? "If that was not you, stop it." : "That code does not work any more."}`;
      case "recovered":
        return `Your password was changed with a code from ${by}, on ${when}. If that was not you, please tell the team.`;
      case "password_changed":
        return `Your password was changed on ${when}. If that was not you, please tell the team.`;
      case "second_factor_set":
        return `A second step of signing in was set up on ${when}. If that was not you, please tell the team.`;
      case "second_factor_removed":
        return `Your second step of signing in was turned off on ${when}. If that was not you, please tell the team.`;
      case "passkey_added":
        return `A phone or computer that can sign in to your account without your password was added on ${when}. If that was not you, remove it on your own page and tell the team.`;
      case "passkey_removed":
        return `A phone or computer was removed on ${when}. It cannot sign in without your password any more. If that was not you, please tell the team.`;
      case "erasure_asked":
        return notice.by
          ? `${by} asked to delete your account, on ${when}. You can keep it: press “Me”, and then “Keep my account”.`
          : `Somebody asked to delete your account, on ${when}. If that was not you, you can keep it: press “Me”, and then “Keep my account”.`;
    }
  },
  newsCame: "Something happened with your account. Please look under “Me”.",
  codeOut: (from: string) => `There is a code for a new password for your account. It works from ${from}. If you did not ask for it, stop it.`,
  stopRecovery: "Stop it",
  recoveryStopped: "It is stopped. The code does not work any more.",
  wasMe: "Yes, that was me",
  understood: "I have read it",
  notHere: "Thank you. It stays under “Me” for two weeks, so that nobody can hide it from you.",
  staysHere: "This stays here for two weeks, so that nobody can hide it from you.",
  notMe: "No. Sign out everywhere",
  notMeHint: "Then sign in again and change your password.",
};
