/** Layer by layer, what was added up as claims. */
import { measured, unknown, type Claim } from "../../findings/claim";
import { writtenFormula } from "../../findings/formula";
import type { Network } from "../../model/network";
import { compile } from "../../model/compile";
import type { AuditedBlock, AuditedFamily, ClaimedRun } from "../../report/audit/facts";
import { spectrumOf, type Asked, type Functionals } from "./laws";
import { isHalf } from "./rounding";
import { PROBES, SKETCH_FACTOR } from "./sums";
import { changeOf, normOf, valuesOf } from "./verdict";
import { notANumber, sampled, storedIn } from "./words";

/** Values that are told one by one. */
const MOST_VALUES = 64;

export function blocksOf(
  network: Network,
  laws: readonly Asked[],
  before: readonly Asked[] | null,
  run: ClaimedRun,
): AuditedBlock[] {
  const { layers } = compile(network);
  return network.layers.flatMap(({ name, type }, l): AuditedBlock[] => {
    const own = laws.flatMap((asked, i) =>
      asked.family.layer === l ? [rowOf(network, asked, before?.[i] ?? null, run)] : [],
    );
    return own.length === 0 && layers[l].blocks.length === 0 ? [] : [{ name, type, families: own }];
  });
}

function rowOf(network: Network, asked: Asked, earlier: Asked | null, run: ClaimedRun): AuditedFamily {
  const { family } = asked;
  const { group } = family;
  const common = {
    id: family.id,
    group: group.name,
    title: group.title,
    reference: group.reference,
    ...writtenFormula(group.formula(network, family)),
    count: family.count,
    linear: group.laws.order === 1,
  };
  const none = { least: null, median: null, greatest: null, values: null, spectrum: null, change: null };
  const found = asked.result();
  if (typeof found === "string") return { ...common, norm: unknown(found), ...none };
  const values = valuesOf(found);
  // A sum that overflows, or over numbers that are none, is no number either.
  if (!values.every(Number.isFinite)) return { ...common, norm: unknown(notANumber), ...none };
  const listed = found.kept === "sketch" && found.diagonal !== null ? valuesOf(found.diagonal) : diagonalOf(found);
  const sorted = listed.toSorted();
  const past = earlier?.result() ?? null;
  const comparable = past !== null && typeof past !== "string" && valuesOf(past).every(Number.isFinite);
  const spectrum = spectrumOf(found);
  return {
    ...common,
    norm: normClaim(found, values),
    least: sorted.at(0) ?? null,
    median: sorted.at(sorted.length >> 1) ?? null,
    greatest: sorted.at(-1) ?? null,
    values: found.kept === "list" && values.length <= MOST_VALUES ? Array.from(values) : null,
    spectrum: spectrum === null ? null : Array.from(spectrum),
    change: comparable ? changeOf(family, past, found, run) : null,
  };
}

function normClaim(found: Functionals, values: Float64Array): Claim<number> {
  const notes = [
    ...(found.kept === "sketch" ? [sampled(PROBES, SKETCH_FACTOR)] : []),
    ...(found.dtypes.some(isHalf) ? [storedIn(found.dtypes)] : []),
  ];
  const norm = normOf(found.kept, values);
  return measured(norm, 0, found.floor, notes.length === 0 ? {} : { note: notes.join(" ") });
}

/** Of a table its diagonal; else all values. */
function diagonalOf(found: Functionals): Float64Array {
  const values = valuesOf(found);
  if (found.kept !== "table") return values;
  const n = Math.round(Math.sqrt(values.length));
  return Float64Array.from({ length: n }, (_, j) => values[j * n + j]);
}
