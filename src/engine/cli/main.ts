/** The command line. `bin/intrinsic.js` loads this bundle; everything it does is in `run`. */
import { run } from "./run";

void run(process.argv.slice(2)).then((code) => {
  // Not process.exit: output to a pipe must reach its end first.
  if (code !== null) process.exitCode = code;
});
