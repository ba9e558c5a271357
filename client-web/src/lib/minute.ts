// The minute that it is, for a page that changes as time goes by while one looks at it.
import { useEffect, useState } from "preact/hooks";
import { serverNow_utc_ms } from "./clock";

const MINUTE_MS = 60_000;

export function useMinute(): number {
  const [now, setNow] = useState(serverNow_utc_ms());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow_utc_ms()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
