/**
 * Weights files in, audit out: the one entry that the editor and the command line call. Nothing of the size of theta is made:
 * every tensor is read once in chunks (stream.ts), and what laws need of it is added up (laws.ts, linear.ts, parts.ts).
 */
import type { Checkpoint } from "../../checkpoint/checkpoint";
import { CheckpointError } from "../../checkpoint/refusal";
import type { Problem } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import type { Network } from "../../model/network";
import type { AuditedFile, AuditResult } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import { readSpec, type SpecReading } from "../../spec/read";
import { lawFamilies, lossFamilies, type LawFamily } from "../../theory/laws/families";
import { match, type Match } from "../../weights/match";
import { SquaresBook } from "./laws";
import { usualSize } from "./linear";
import { auditLog } from "./log";
import { claimedWith, readLog, type Log } from "./log-lines";
import { askParts } from "./parts";
import { Places } from "./places";
import { auditProblems } from "./problems";
import { LawBook } from "./rows";
import { readAll, Reading } from "./stream";
import { noSpecFits } from "./words";

export interface NamedCheckpoint {
  /** As the user named it. */
  readonly path: string;
  readonly checkpoint: Checkpoint;
}

export interface AuditOptions {
  /** The spec's path, only quoted. */
  readonly path: string | null;
  readonly file: NamedCheckpoint;
  /** An earlier one of the same run; `null`: the file alone is looked at. */
  readonly before: NamedCheckpoint | null;
  readonly log: Log | null;
  readonly run: ClaimedRun;
}

export type AuditOutcome =
  | { readonly kind: "audit"; readonly result: AuditResult }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

/** `text`: of the spec whose network the file holds. */
export function* auditCheckpoint(text: string, options: AuditOptions): Generator<Progress, AuditOutcome> {
  yield { stage: "Reading the spec", fraction: null };
  const spec = readSpec(text);
  const { network, problems } = spec;
  if (network === null) return { kind: "invalid", problems };
  const { file, before } = options;
  const files = before === null ? [file] : [file, before];
  const matches = files.map(({ path, checkpoint }) =>
    match(network, path, checkpoint.tensors, spec.initialization?.file?.tensors ?? new Map()),
  );
  for (const [i, { matched, mismatches }] of matches.entries())
    if (matched.length === 0 && mismatches.length > 0) {
      const [{ message, help }] = mismatches;
      return { kind: "refused", reason: noSpecFits(files[i].path, message), help };
    }
  try {
    return { kind: "audit", result: yield* auditMatched(spec, network, options, matches) };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { refusal } = error;
    const place = refusal.place === null ? "" : ` (${refusal.place})`;
    return { kind: "refused", reason: `${refusal.file}${place}: ${refusal.reason}`, help: refusal.help };
  }
}

function* auditMatched(
  spec: SpecReading,
  network: Network,
  { path, file, before, log, run: given }: AuditOptions,
  matches: readonly Match[],
): Generator<Progress, AuditResult> {
  yield { stage: "Finding the laws", fraction: null };
  const logged = log === null ? null : readLog(log);
  const run = logged === null ? given : claimedWith(given, logged);
  const book = new LawBook(network, familiesOf(network, spec, run), run);
  const asked = [file, ...(before === null ? [] : [before])].map(({ checkpoint }, i) => {
    const reading = new Reading(checkpoint);
    const places = new Places(network, matches[i].matched);
    const squares = new SquaresBook();
    book.ask(places, reading, squares);
    return { reading, parts: i === 0 ? askParts(network, places, reading, squares) : null };
  });
  yield* readAll(asked.map(({ reading }) => reading));
  const [own, earlier = null] = asked;
  const blocks = book.blocks();
  const result = {
    spec: path,
    title: spec.title,
    checkpoint: auditedFile(file, own.reading, matches[0]),
    before: before === null || earlier === null ? null : auditedFile(before, earlier.reading, matches[1]),
    run,
    blocks,
    parts: own.parts?.parts() ?? [],
    norms: own.parts?.norms() ?? [],
    log: logged === null ? null : auditLog(logged, given, book.logged(), usualSize(own.reading)),
  };
  return { ...result, problems: auditProblems(result, matches[0], spec.places) };
}

/** Those of phi, and those that the loss adds: the one that the run is said to have, or the spec's. */
function familiesOf(network: Network, { training }: SpecReading, { loss: claimed }: ClaimedRun): LawFamily[] {
  const loss = claimed ?? training?.plan.loss ?? null;
  const under = loss === null ? [] : lossFamilies(network, loss);
  return [...lawFamilies(network), ...("why" in under ? [] : under)];
}

function auditedFile({ path, checkpoint }: NamedCheckpoint, { tensors }: Reading, { unused }: Match): AuditedFile {
  const sums = [...tensors.values()];
  return {
    path,
    format: checkpoint.format,
    tensors: checkpoint.tensors.length,
    elements: checkpoint.tensors.reduce((sum, { elements }) => sum + elements, 0),
    dtypes: [...new Set(checkpoint.tensors.map(({ dtype }) => dtype))],
    notFinite: sums
      .filter(({ nan, infinite }) => nan + infinite > 0)
      .map(({ info, nan, infinite }) => ({ tensor: info.name, nan, infinite })),
    zero: sums.flatMap(({ info, square, nan, infinite }) =>
      square === 0 && nan + infinite === 0 && info.elements > 0 ? [info.name] : [],
    ),
    unused,
  };
}
