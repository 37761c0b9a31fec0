/**
 * Audits the file of weights that a spec starts from, beside an earlier one and the log of a run where the user has chosen them, for
 * whoever asks through a thread: an editor.
 */
import type { OpenedWeights } from "../../subject/parameters";
import { readSpec } from "../../spec/read";
import { progressOf, type Run } from "../task";
import type { FollowedFile } from "../watch/follow";
import { auditCheckpoint } from "./audit";
import type { Log } from "./log-lines";
import { LARGEST_LOG, logTooLarge, logUnreadable } from "./log-words";
import { noFileNamed } from "./words";

export const audit: Run<"audit"> = function* ({ before, log, run }, { text, path }, host) {
  const file = readSpec(text).initialization?.file;
  if (file === undefined) return { kind: "refused", ...noFileNamed };
  const opened: Extract<OpenedWeights, { kind: "weights" }>[] = [];
  try {
    for (const open of [
      () => host.openWeights(file.path),
      ...(before === null ? [] : [() => host.openChosenWeights(before.path)]),
    ]) {
      const weights = open();
      if (weights.kind === "none") return { kind: "refused", reason: weights.why, help: weights.help };
      opened.push(weights);
    }
    const [own, earlier] = opened;
    const read = log === null ? null : yield* textOf(log.name, host.followFile(log.path));
    if (read !== null && "kind" in read) return read;
    const outcome = yield* progressOf(
      auditCheckpoint(text, {
        path,
        file: { path: file.path, checkpoint: own.checkpoint },
        before: before === null ? null : { path: before.name, checkpoint: earlier.checkpoint },
        log: read,
        run,
      }),
    );
    return outcome.kind === "audit" ? { kind: "found", result: outcome.result } : outcome;
  } finally {
    for (const { close } of opened) close();
  }
};

interface Refused {
  readonly kind: "refused";
  readonly reason: string;
  readonly help: string;
}

/** The whole file, in chunks between which it can be stopped. */
function* textOf(name: string, file: FollowedFile): Generator<{ stage: string; fraction: number }, Log | Refused> {
  const size = file.look()?.size;
  if (size === undefined) return { kind: "refused", ...logUnreadable(name) };
  if (size > LARGEST_LOG) return { kind: "refused", ...logTooLarge(name, size) };
  const bytes = new Uint8Array(size);
  for (let done = 0; done < size;) {
    yield { stage: "Reading the log", fraction: done / size };
    const got = file.read(done, Math.min(CHUNK, size - done));
    if (got.length === 0) return { kind: "refused", ...logUnreadable(name) };
    bytes.set(got, done);
    done += got.length;
  }
  return { path: name, text: file.decode(bytes) };
}

/** Bytes. */
const CHUNK = 2 ** 22;
