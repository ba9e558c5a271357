// Everything about finding a buddy, for carers and supporters: fetched after signing in.
import { startSaving } from "./models/saving";
import { startToday } from "./models/today";

export { TalkMatch, TalkWayOut } from "./parts/talk-match";
export { CheckView } from "./views/check";
export { ConsentsView } from "./views/consents";
export { MatchView } from "./views/match";
export { StoryView } from "./views/story";
export { TodayView } from "./views/today";

startSaving();
startToday();
