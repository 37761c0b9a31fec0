/** Theta as the spec says: drawn, or read from a file of weights. What stands against it is a problem of the spec. */
import type { Checkpoint } from "../checkpoint/checkpoint";
import { CheckpointError } from "../checkpoint/refusal";
import type { Problem } from "../findings/problem";
import type { FilePlan, InitializationPlan } from "../model/initialization";
import { drawingCost, initialize } from "../model/initializers";
import type { Network } from "../model/network";
import type { SpecPlaces } from "../spec/read";
import { loadPiece } from "../weights/load";
import { match, type Match } from "../weights/match";
import { notFinite } from "../weights/words";
import { drawTooLargeProblem, noSuchPointProblem } from "./draw-problems";
import { initializationPlace } from "./places";
import { weightsOutOfRange } from "./range";
import { noFilesHere } from "./words";

/** Opens a file of weights that a spec names, inside its folder. */
export type OpenWeights = (path: string) => OpenedWeights;

export type OpenedWeights =
  | { readonly kind: "weights"; readonly checkpoint: Checkpoint; close(): void }
  | { readonly kind: "none"; readonly why: string; readonly help: string };

export type Parameters =
  | { readonly kind: "theta"; readonly theta: Float64Array }
  | { readonly kind: "none"; readonly problems: readonly Problem[] };

/** Multiplications a draw may take, and how many of them a second holds: about twenty seconds. */
export const LARGEST_DRAW = 2e10;
const DRAWN_PER_SECOND = 1e9;

/** Length D, or the problems that stand against it. `openWeights`: `null`: no file may be read here. */
export function parametersOf(
  network: Network,
  plan: InitializationPlan,
  places: SpecPlaces,
  openWeights: OpenWeights | null,
): Parameters {
  const none = (...problems: readonly Problem[]): Parameters => ({ kind: "none", problems });
  const cost = drawingCost(network, plan);
  if (cost > LARGEST_DRAW) return none(drawTooLargeProblem(plan, cost / DRAWN_PER_SECOND, places));
  const drawn = initialize(network, plan);
  if (drawn.kind === "none") return none(noSuchPointProblem(network, plan, drawn.why, places));
  const { theta } = drawn;
  if (plan.file !== undefined) {
    const problems = readInto(theta, { network, plan, file: plan.file, places }, openWeights);
    if (problems.length > 0) return none(...problems);
  }
  const beyond = weightsOutOfRange(network, theta, places);
  return beyond === null ? drawn : none(beyond);
}

interface Wanted {
  readonly network: Network;
  readonly plan: InitializationPlan;
  readonly file: FilePlan;
  readonly places: SpecPlaces;
}

/** The problems of the file, at the places that name it. */
function readInto(theta: Float64Array, { network, plan, file, places }: Wanted, open: OpenWeights | null): Problem[] {
  const place = places.file.path ?? initializationPlace(places);
  const unreadable = (message: string, help: string): Problem[] => [
    { code: "init.file-unreadable", severity: "error", message, help, range: place },
  ];
  const opened = open === null ? noFilesHere(file.path) : open(file.path);
  if (opened.kind === "none") return unreadable(opened.why, opened.help);
  const { checkpoint } = opened;
  try {
    const isRead = (layer: number): boolean => plan.layers[layer].scheme === "file";
    const found = match(network, file.path, checkpoint.tensors, file.tensors, ({ block }) => isRead(block.layer));
    if (found.mismatches.length > 0) return mismatchProblems(found, places, place);
    return found.matched.flatMap((matched): Problem[] => {
      const odd = loadPiece(checkpoint, matched, theta, plan.layers[matched.piece.block.layer].scale);
      return odd === null ? [] : [{ code: "init.file-not-finite", severity: "error", ...notFinite(odd), range: place }];
    });
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { refusal } = error;
    const where = refusal.place === null ? "" : ` (${refusal.place})`;
    return unreadable(`${refusal.file}${where}: ${refusal.reason}`, refusal.help);
  } finally {
    opened.close();
  }
}

function mismatchProblems({ mismatches }: Match, places: SpecPlaces, place: Problem["range"]): Problem[] {
  return mismatches.map(({ entry, message, help }) => ({
    code: "init.file-mismatch",
    severity: "error",
    message,
    help,
    range: (entry === null ? undefined : places.file.tensors.get(entry)) ?? place,
  }));
}
