// Everything about finding a buddy, for carers and supporters: fetched after signing in.
import { startSaving } from "./models/saving";

export { CheckView } from "./views/check";
export { ConsentsView } from "./views/consents";
export { StoryView } from "./views/story";

startSaving();
