/**
 * The engine for the tests in Python (`npm run test:torch`): reads cases from a file, `engine.cjs CASES.json`, and prints what it
 * computes for each, an entry in the order of the file.
 */
import { readFileSync } from "node:fs";
import type { CureId } from "../../src/engine/findings/problem";
import { finished } from "../../src/engine/findings/progress";
import { objectiveOf } from "../../src/engine/flow/objective/objective";
import { fromRows } from "../../src/engine/math/dense/matrix";
import { readSpec } from "../../src/engine/spec/read";
import { subjectOf } from "../../src/engine/subject/subject";
import { cureSpec, type CureOptions } from "../../src/engine/tasks/cure/cure";
import { newFilesBeside } from "../../src/engine/worker/new-files/node";
import { hdf5For, weightsOpener } from "../../src/engine/worker/weights-files/node";

interface Case {
  /** A spec in a file, whose scheme may be `file`. */
  readonly spec: string;
  /** In its place of the weights that the spec draws or loads. */
  readonly theta?: readonly number[];
  /** Rows of samples and of targets. Without them the answer is θ. */
  readonly x?: readonly (readonly number[])[];
  readonly y?: readonly (readonly number[])[];
  /** Instead: the cure of a start in a file, which is written. */
  readonly cure?: CureId;
}

type Answer =
  | { readonly problems: readonly string[] }
  | { readonly theta: readonly number[] }
  | { readonly file: string; readonly message: string }
  | { readonly outputs: readonly number[]; readonly loss: number; readonly gradient: readonly number[] };

void answerAll(JSON.parse(readFileSync(process.argv[2], "utf8")) as readonly Case[]);

async function answerAll(cases: readonly Case[]): Promise<void> {
  const answers: Answer[] = [];
  for (const one of cases) answers.push(await answerTo(one));
  process.stdout.write(JSON.stringify(answers));
}

async function answerTo({ spec, theta: given, x, y, cure }: Case): Promise<Answer> {
  const text = readFileSync(spec, "utf8");
  const openWeights = weightsOpener(spec, null, await hdf5For(text));
  if (cure !== undefined) return curedWith(text, cure, { openWeights, writeNewFiles: newFilesBeside(spec, null) });
  const reading = readSpec(text);
  const drawing = subjectOf(reading, { openWeights });
  let step = drawing.next();
  while (step.done !== true) step = drawing.next();
  if (step.value.kind === "invalid") return { problems: step.value.problems.map(({ message }) => message) };
  if (step.value.kind === "undrawn") return { problems: ["too large to be drawn"] };
  const { network, theta: own } = step.value.subject;
  const theta = given === undefined ? own : Float64Array.from(given);
  if (theta.length !== own.length) return { problems: [`${own.length} parameters, not ${theta.length}`] };
  if (x === undefined || y === undefined) return { theta: [...theta] };
  const objective = objectiveOf(network, { kind: "samples", x: fromRows(x), y: fromRows(y) }, "mse");
  const gradient = new Float64Array(theta.length);
  const loss = objective.gradient(theta, gradient);
  return { outputs: [...objective.outputs(theta).data], loss, gradient: [...gradient] };
}

function curedWith(text: string, cure: CureId, files: Pick<CureOptions, "openWeights" | "writeNewFiles">): Answer {
  const result = finished(cureSpec(text, { path: null, cure, ...files }));
  if (result.kind === "invalid") return { problems: result.problems.map(({ message }) => message) };
  if (result.kind === "refused") return { problems: [result.reason] };
  return { file: result.file ?? "", message: result.message };
}
