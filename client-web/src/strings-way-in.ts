// Words for staff who help somebody to sign in, for the first time or again. They come with
// those pages.

export const wayInWords = {
  inviteCode: (name: string) => `Or read this code out to ${name}`,
  inviteCodeUntil: (when: string, host: string) =>
    `Sixteen numbers, until ${when}. They open ${host}, choose “I have an invitation code” and type it.`,
  cannotTitle: "Somebody cannot sign in",
  cannotText: "For a forgotten password, or a lost phone that showed the numbers. Under “Safety” you find it as “Accounts”.",
  cannotGo: "Help them to sign in",
  codeTitle: "A code for a forgotten password",
  codeText: "Make sure who is asking: ring back the number you have on file. All their devices are told at once, and they can stop it.",
  codeWhy: "How you know it is them",
  codeYes: "Make a code",
  codeFor: (name: string) => `Code for ${name}. Read it out; it is shown only now.`,
  codeFrom: (from: string, until: string) => `It works from ${from} until ${until}. Then they choose “I forgot my password” on the sign-in page.`,
  codeMade: (name: string) => `The code for ${name} is ready.`,
  noAccount: "This person has not joined yet, or the account is paused.",
  resetTitle: "A lost second step",
  resetText: "For somebody who lost their phone and their spare codes. They are signed out everywhere and sign in with the password alone. They are told.",
  resetYes: "Turn their second step off",
  resetDone: (name: string) => `The second step of ${name} is off.`,
  noStep: "This person has no second step.",
  given: "A colleague has given a code that still works. Please ask them.",
  threeADay: (from: string) => `There can be three codes a day for one person, and there were. The next can be made from ${from}.`,
  colleague: "You have done the other half for them in the last few days. Please ask a colleague to do this.",
};
