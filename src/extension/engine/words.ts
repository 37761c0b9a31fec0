/** What is said of an engine that does not run. */
import { MOST_RESTARTS } from "./restarts";
import { t } from "../../engine/findings/language";

export function stoppedTooOften(reason: string, minutes: number): string {
  return (
    t`The engine stopped: ${reason}. That was more than ${MOST_RESTARTS} times in ${minutes} minutes, so it stays down. ` +
    t`“Intrinsic: Restart Engine” starts it again.`
  );
}

export const ENGINE_IS_DOWN = t`The engine is not running, so nothing can be run. “Intrinsic: Restart Engine” starts it; “Intrinsic: Show Output” tells why it stopped.`;
