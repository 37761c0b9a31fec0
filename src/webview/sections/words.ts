/** What sections of the page say. */
import type { AuditedFile } from "../../engine/report/audit/facts";
import { durationText } from "../data/freshness";
import { groupDigits, plural } from "../data/words";

/** `count` is `null` where it is beyond double precision. */
export function tooManyManifolds(count: number | null, moving: number): string {
  const manifolds = count === null ? "more than 10³⁰⁸" : groupDigits(count);
  return `${manifolds} manifolds, too many to draw; ${moving} neurons move on their own here`;
}

/** As the page's sections are called; another name is said as it is. */
const PENDING: Readonly<Record<string, string>> = {
  laws: "the conservation laws",
  metric: "the measurement beside the verdict",
  plateau: "the plateau",
  manifolds: "the invariant manifolds",
  signal: "signals at the start",
  depth: "what is seen along the depth",
  data: "the data",
};

export function stillComputing(names: readonly string[]): string {
  return `Still computing: ${inWords(names)}…`;
}

export function notComputed(names: readonly string[]): string {
  return `Not computed: ${inWords(names)}.`;
}

function inWords(names: readonly string[]): string {
  return names.map((name) => PENDING[name] ?? name).join(", ");
}

export function sweepDone(runs: number, milliseconds: number, without: number): string {
  return `Done: ${runs} runs in ${durationText(milliseconds)}${without === 0 ? "" : `, ${without} without a number`}.`;
}

/** A line for each, the strongest first. */
export const BASES = [
  { basis: "theorem", means: "A cited statement, and its hypotheses were checked for this spec." },
  { basis: "certified", means: "Computed in exact arithmetic, without any tolerance." },
  { basis: "measured", means: "Computed in floating point; residual and tolerance come with it." },
  { basis: "predicted", means: "What an asymptotic law says, with its error where it is a time." },
] as const;

export const AUDITED_BY_STREAMING =
  "The file of weights that the spec starts from, read tensor by tensor: its laws, what is tied or idle, how large its units are.";

export function auditDone(problems: number, milliseconds: number): string {
  return `Done in ${durationText(milliseconds)}: ${problems === 0 ? "nothing is out of the ordinary" : plural(problems, "finding")}.`;
}

export function fileRead({ format, tensors, elements, dtypes, unused }: AuditedFile): string {
  const rest = unused.length === 0 ? "" : `; ${plural(unused.length, "tensor")} of no layer of the spec`;
  return `${format}, ${plural(tensors, "tensor")}, ${groupDigits(elements)} numbers in ${dtypes.join(", ")}${rest}`;
}
