/** `intrinsic families`: the law families of a spec's network as sums over its tensors, for whoever records a run. */
import path from "node:path";
import { openCheckpointFile } from "../checkpoint/node";
import { CheckpointError } from "../checkpoint/refusal";
import { problemLine } from "../report/problem-line";
import { readSpec } from "../spec/read";
import { writeFamilies } from "../tasks/families/families";
import { readFile } from "./files";
import { placeOf, say, type Terminal } from "./terminal";
import { notTensors } from "./words";

type Listed = { readonly name: string; readonly shape: readonly number[] }[];

export interface FamiliesFiles {
  readonly spec: string;
  /** A JSON file of names and shapes; `null`: those of the spec's own file of weights, if it has one. */
  readonly tensors: string | null;
  /** Numbers of a family. */
  readonly most: number;
}

/** Returns the exit code. */
export async function familiesFile(terminal: Terminal, { spec, tensors, most }: FamiliesFiles): Promise<number> {
  const text = readFile(terminal, spec);
  if (text === null) return 2;
  const weights = readSpec(text).initialization?.file?.path;
  const listed =
    tensors !== null
      ? shapesIn(terminal, tensors)
      : weights !== undefined
        ? await tensorsOf(terminal, path.dirname(placeOf(terminal, spec)), weights)
        : null;
  if (listed === "unreadable") return 2;
  const outcome = writeFamilies(text, { path: tensors ?? weights ?? spec, tensors: listed, most });
  switch (outcome.kind) {
    case "families":
      terminal.out(`${JSON.stringify(outcome.file)}\n`);
      return 0;
    case "invalid":
      for (const problem of outcome.problems) terminal.error(`${problemLine(spec, problem)}\n`);
      return 2;
    case "refused":
      say(terminal, `${outcome.reason} ${outcome.help}`);
      return 2;
  }
}

/** Of a file {"name": [shape], …}. */
function shapesIn(terminal: Terminal, file: string): Listed | "unreadable" {
  const text = readFile(terminal, file);
  if (text === null) return "unreadable";
  try {
    const found: unknown = JSON.parse(text);
    const entries = typeof found === "object" && found !== null ? Object.entries(found) : [];
    if (entries.length > 0 && entries.every(([, shape]) => isShape(shape)))
      return entries.map(([name, shape]) => ({ name, shape: shape as readonly number[] }));
  } catch {
    // Said below.
  }
  say(terminal, notTensors(file));
  return "unreadable";
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && (one as number) >= 0);
}

async function tensorsOf(terminal: Terminal, folder: string, file: string): Promise<Listed | "unreadable"> {
  try {
    const { checkpoint, close } = await openCheckpointFile(path.resolve(folder, file), folder);
    const { tensors } = checkpoint;
    close();
    return tensors.map(({ name, shape }) => ({ name, shape }));
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { refusal } = error;
    say(terminal, `${refusal.file}: ${refusal.reason} ${refusal.help}`);
    return "unreadable";
  }
}
