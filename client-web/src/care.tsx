// What keeps people safe, for everybody: help, and what comes beside
// one's own words. Fetched after signing in, so that the first page stays small.
import { startHelp } from "./models/help";
import { startHelpCards } from "./models/help-cards";

export { HelpCardBox } from "./parts/help-card";
export { TalkHelp } from "./parts/talk-help";
export { HelpView } from "./views/help";

startHelp();
startHelpCards();
