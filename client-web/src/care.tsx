// What keeps people safe, for everybody: help, reports, decisions, life in
// a group. Fetched after signing in, so that the first page stays small.
import { startCareNews } from "./models/care-news";
import { startHelp } from "./models/help";
import { startHelpCards } from "./models/help-cards";
import { startMeetings } from "./models/meetings";
import { startSafeContact } from "./models/safe-contact";

export { GroupHead, GroupNote } from "./parts/group-head";
export { MeetingBar } from "./parts/meeting-bar";
export { PinButton } from "./parts/pin-button";
export { HelpCardBox } from "./parts/help-card";
export { TalkHelp } from "./parts/talk-help";
export { WritingGate } from "./parts/writing-gate";
export { PasswordCard } from "./parts/password-card";
export { EraseAsked } from "./parts/erase-asked";
export { CopyView } from "./views/copy";
export { EraseView } from "./views/erase";
export { StillRight } from "./parts/still-right";
export { FindView } from "./views/find";
export { GroupView } from "./views/group";
export { MeetingView } from "./views/meeting";
export { HelpView } from "./views/help";
export { NoticesView } from "./views/notices";
export { SafeContactView } from "./views/safe-contact";
export { ReportView } from "./views/report";
export { ReportsView } from "./views/reports";

startHelp();
startHelpCards();
startCareNews();
startMeetings();
startSafeContact();
