// Words of the page where one says how to be told of a message. Plain English, reading age 9-11.
export const noticeWords = {
  title: "Telling me about messages",
  intro: "We can send you an e-mail when somebody has written to you and you are not here. It is "
    + "off until you turn it on.",
  mail: "Send me an e-mail when there is a message",
  address: "Your e-mail address",
  addressHint: "Only we see it. Think who else reads your e-mails.",
  addressNeeded: "Please write your e-mail address.",
  addressWrong: "This does not look like an e-mail address. Please look again.",
  saysTitle: "What the e-mail says",
  saysSubject: "You have a message",
  saysBody: "There is a message for you. Read it when it suits you.",
  saysNot: "It never says who wrote, what they wrote, or what this service is about. Under it "
    + "stands a link to this page.",
  often: "You get one at most every 8 hours, and no second one before you have been here.",
  quiet: "Send me nothing during these hours",
  quietHint: "For the night, or for times when somebody else may see your phone.",
  quietFrom: "From",
  quietUntil: "Until",
  quietSame: "Please choose two different times.",
  phone: "A phone number, for when you are on call",
  phoneHint: "We ring or text it only when somebody may be in danger and you are on call.",
  phoneWrong: "Please use digits, spaces and a plus only.",
  cannot: "This service cannot send e-mails just now. You can still save what you would like.",
  save: "Save",
  savedOn: "Saved. We send you an e-mail when there is a message.",
  savedOff: "Saved. We send you no e-mails.",
};
