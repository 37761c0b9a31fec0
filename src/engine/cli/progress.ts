/** One line on standard error that says what is being computed; only on a terminal, gone when done. */
import type { Progress } from "../findings/progress";
import type { Terminal } from "./terminal";

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** Not before this: short analyses leave no trace. */
const QUIET_MILLISECONDS = 300;
const BETWEEN_MILLISECONDS = 100;

export function progressLine({ error, watched }: Terminal, file: string): ProgressLine {
  let next = Date.now() + QUIET_MILLISECONDS;
  let shown = false;
  return {
    show({ stage, fraction }) {
      const now = Date.now();
      if (!watched || now < next) return;
      next = now + BETWEEN_MILLISECONDS;
      shown = true;
      const percent = fraction === null ? "" : ` ${Math.floor(100 * fraction)} %`;
      error(`\r\u001b[K${file}: ${stage}${percent}`);
    },
    clear() {
      if (shown) error("\r\u001b[K");
    },
  };
}
