/** One line on standard error that says what is being computed; only on a terminal, gone when done. */
import type { Progress } from "../findings/progress";

export interface ProgressLine {
  show(progress: Progress): void;
  clear(): void;
}

/** Not before this: short analyses leave no trace. */
const QUIET_MILLISECONDS = 300;
const BETWEEN_MILLISECONDS = 100;

export function progressLine(file: string): ProgressLine {
  const terminal = process.stderr.isTTY;
  let next = Date.now() + QUIET_MILLISECONDS;
  let shown = false;
  return {
    show({ stage, fraction }) {
      const now = Date.now();
      if (!terminal || now < next) return;
      next = now + BETWEEN_MILLISECONDS;
      shown = true;
      const percent = fraction === null ? "" : ` ${Math.floor(100 * fraction)} %`;
      process.stderr.write(`\r\u001b[K${file}: ${stage}${percent}`);
    },
    clear() {
      if (shown) process.stderr.write("\r\u001b[K");
    },
  };
}
