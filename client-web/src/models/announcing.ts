// What the polite voice says about what happens by itself: new messages, and own ones sent.
import { isLookedAt } from "./marks";
import { route } from "./routes";
import { me, say } from "./state";
import { onEvent } from "./sync";
import { nameIn, titleOf } from "./titles";
import { words } from "../strings";

export function startAnnouncing(): void {
  onEvent((conversation, event) => {
    if (event.kind !== "message.sent" || !isLookedAt()) {
      return;
    }
    const now = route.value;
    const isOpen = now.view === "talk" && now.conversation === conversation;
    const mine = event.by === me.value?.person;
    if (mine) {
      say(words.states.sent);
    } else if (isOpen) {
      const { cover, text } = event.data;
      const shown = cover === undefined ? text ?? words.removed : words.coverSays(cover);
      say(words.sayMessage(nameIn(conversation, event.by), shown));
    } else {
      say(words.newMessageIn(titleOf(conversation)));
    }
  });
}
