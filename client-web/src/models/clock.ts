// Asks the server how late it is.
import { setServerTime } from "../lib/clock";
import { request } from "./request";

/** Without an answer the clock stays as it was: that is no reason to show nothing. */
export async function readClock(): Promise<void> {
  await request("server.hello", {})
    .then(({ time }) => setServerTime(time), () => undefined);
}
