/** Analyses mutations of the examples and of the outsiders' cases, and counts what must not happen. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { analyzeSpec } from "../../src/engine/tasks/analyze/analyze";
import { reportsJson } from "../../src/engine/report/writers/json-text";
import { mutated } from "./mutate";

export interface Outcome {
  readonly name: string;
  readonly seed: number;
  readonly text: string;
  /** What was thrown, by the analysis or by the report's writer; `null`: nothing. */
  readonly fault: string | null;
  readonly milliseconds: number;
}

/** The texts that are mutated, by their names. */
export function sources(): readonly (readonly [name: string, text: string])[] {
  return ["examples", "test/fixtures/cases", "test/fixtures/cases/truth", "test/fixtures/cases/robustness"]
    .flatMap((folder) => readdirSync(folder).map((file) => path.join(folder, file)))
    .filter((file) => file.endsWith(".intrinsic.json"))
    .sort()
    .map((file) => [path.basename(file), readFileSync(file, "utf8")] as const);
}

/** Mutations from `first` on; `lean` leaves out what only a reader of the report wants, `without` some of the texts. */
export function* fuzz(count: number, first: number, lean: boolean, without?: ReadonlySet<string>): Generator<Outcome> {
  const texts = sources();
  for (let seed = first; seed < first + count; seed++) {
    const [name, original] = texts[seed % texts.length];
    if (without?.has(name) === true) continue;
    const text = mutated(original, seed);
    const start = process.cpuUsage();
    const fault = faultOf(text, lean);
    const { user, system } = process.cpuUsage(start);
    yield { name, seed, text, fault, milliseconds: (user + system) / 1000 };
  }
}

function faultOf(text: string, lean: boolean): string | null {
  try {
    const steps = analyzeSpec(text, { path: null, lean });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    if (step.value.kind === "report") reportsJson([step.value.report]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
