/** The command line. `bin/intrinsic.js` loads this bundle; everything it does is in `run`. */
import { run } from "./run";
import { processTerminal } from "./terminal";

// A full disk or a reader that went away: say so where that is possible, without a trace.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") process.stderr.write(`intrinsic: cannot write the output: ${error.message}\n`);
  process.exit(error.code === "EPIPE" ? 0 : 2);
});

void run(process.argv.slice(2), processTerminal(__dirname)).then((code) => {
  // Not process.exit: output to a pipe must reach its end first.
  if (code !== null) process.exitCode = code;
});
