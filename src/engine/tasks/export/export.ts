/** A spec in, its start for a framework out: the code and the tensors of the file of weights beside it. Nothing is written here. */
import { FRAMEWORKS } from "../../frameworks";
import type { FrameworkStart } from "../../frameworks/framework";
import { identifier } from "../../frameworks/python";
import type { Problem } from "../../findings/problem";
import type { Progress } from "../../findings/progress";
import type { FrameworkName } from "../../protocol/frameworks";
import { readSpec } from "../../spec/read";
import { parametersOf, type OpenWeights } from "../../subject/parameters";
import { needsTheWeights } from "../../subject/words";
import type { NewFiles } from "../new-files";

export interface ExportOptions {
  /** Of the spec, for the names of files; `null`: it was never saved. */
  readonly path: string | null;
  readonly to: FrameworkName;
  /** Opens the file of weights that the spec names. */
  readonly openWeights: OpenWeights | null;
  /** The file of weights, where it is not named after the spec. */
  readonly weights?: string;
}

export type ExportResult =
  | { readonly kind: "start"; readonly files: NewFiles; readonly missing: FrameworkStart["missing"] }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "refused"; readonly reason: string; readonly help: string };

export function* exportSpec(given: string, options: ExportOptions): Generator<Progress, ExportResult> {
  yield { stage: "Reading the spec", fraction: null };
  const { network, initialization: plan, places, problems, title, tooLargeToDraw } = readSpec(given);
  if (network === null || plan === null || problems.some(({ severity }) => severity === "error"))
    return { kind: "invalid", problems };
  if (tooLargeToDraw !== null)
    return { kind: "refused", reason: needsTheWeights(tooLargeToDraw), help: tooLargeToDraw.help };
  yield { stage: "Drawing the initialization", fraction: null };
  const drawn = parametersOf(network, plan, places, options.openWeights);
  if (drawn.kind === "none") return { kind: "invalid", problems: [...problems, ...drawn.problems] };
  const { extension, write } = FRAMEWORKS[options.to];
  const module = identifier(baseOf(options, extension), new Set());
  const weights = options.weights ?? `${module}${extension}`;
  const { code, tensors, missing } = write({ network, theta: drawn.theta, title, weights, module });
  return {
    kind: "start",
    files: {
      weights: { name: weights, tensors, metadata: { format: METADATA[options.to] } },
      text: { name: `${module}.py`, content: code },
    },
    missing,
  };
}

/** As the libraries of these frameworks say of files that they write. */
const METADATA: Readonly<Record<FrameworkName, string>> = { pytorch: "pt", jax: "flax", numpy: "np", keras: "np" };

/** The module's name: that of the file of weights, or of the spec and the framework. */
function baseOf({ path, to, weights }: ExportOptions, extension: string): string {
  if (weights !== undefined) return weights.slice(0, weights.length - extension.length);
  const file = (path ?? "").split(/[\\/]/).at(-1) ?? "";
  const spec = file.replace(/(\.intrinsic)?\.json$/, "");
  return `${spec === "" ? "start" : spec}_${to}`;
}
