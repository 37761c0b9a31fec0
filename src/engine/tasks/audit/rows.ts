/** Layer by layer, what was added up as claims. */
import { measured, unknown, type Claim } from "../../findings/claim";
import { writtenFormula } from "../../findings/formula";
import type { Network } from "../../model/network";
import { compile } from "../../model/compile";
import type { AuditedBlock, AuditedFamily } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import type { LawFamily } from "../../theory/laws/families";
import { decaying } from "./decay";
import type { Functionals } from "./functionals";
import { askFamily, spectrumOf, type Asked, type SquaresBook } from "./laws";
import type { KnownFamily } from "./log";
import type { Places } from "./places";
import { isHalf } from "./rounding";
import type { Reading } from "./stream";
import { PROBES, SKETCH_FACTOR } from "./sums";
import { changeOf, normOf, valuesOf } from "./verdict";
import { notANumber, sampled, storedIn } from "./words";

/** Values that are told one by one. */
const MOST_VALUES = 64;

/**
 * The law families, asked for at one file or two. As soon as all tensors of one have been read its row is made, and its tables are
 * forgotten: so there are never more of them than the tensors of a few layers need.
 */
export class LawBook {
  readonly #asked: Asked[][];
  readonly #missing: number[];
  readonly #rows: (AuditedFamily | null)[];
  readonly #logged = new Map<string, KnownFamily>();

  constructor(
    readonly network: Network,
    readonly families: readonly LawFamily[],
    readonly run: ClaimedRun,
  ) {
    this.#asked = families.map(() => []);
    this.#missing = families.map(() => 0);
    this.#rows = families.map(() => null);
  }

  /** First of the file itself, then of the earlier one; before anything is read. */
  ask(places: Places, reading: Reading, squares: SquaresBook): void {
    this.families.forEach((family, i) => {
      const asked = askFamily(family, places, reading, squares, () => {
        if (--this.#missing[i] === 0) this.#settle(i);
      });
      this.#missing[i] += asked.parts;
      this.#asked[i].push(asked);
    });
  }

  /** After reading. */
  blocks(): AuditedBlock[] {
    const { layers } = compile(this.network);
    const rows = this.families.map((_, i) => this.#settle(i));
    return this.network.layers.flatMap(({ name, type }, l): AuditedBlock[] => {
      const own = rows.filter((_, i) => this.families[i].layer === l);
      return own.length === 0 && layers[l].blocks.length === 0 ? [] : [{ name, type, families: own }];
    });
  }

  /** What a log may know of them; after `blocks`. */
  logged(): ReadonlyMap<string, KnownFamily> {
    return this.#logged;
  }

  #settle(i: number): AuditedFamily {
    const known = this.#rows[i];
    if (known !== null) return known;
    const [own, earlier = null] = this.#asked[i];
    const found = own.result();
    const row = rowOf(this.network, own.family, found, earlier, this.run);
    const decays = typeof found === "string" ? [true] : decaying(found.tensors, this.run);
    this.#logged.set(row.id, { linear: row.linear, decaying: decays });
    this.#rows[i] = row;
    this.#asked[i] = [];
    return row;
  }
}

function rowOf(
  network: Network,
  family: LawFamily,
  found: Functionals | string,
  earlier: Asked | null,
  run: ClaimedRun,
): AuditedFamily {
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
