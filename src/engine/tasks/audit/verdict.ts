/** What a claimed run can make of a law, beside what two checkpoints show (discrete.ts has the mathematics). */
import type { LawChange, LawVerdict } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import { measured } from "../../findings/claim";
import { linearLaws, type LawFamily } from "../../theory/laws/families";
import { decaying } from "./decay";
import { clippedBound, descentBound, linearFactor, quadraticFactor } from "./discrete";
import type { Functionals } from "./functionals";
import { meanSquare } from "./sums";
import * as say from "./words";

/** Numbers of one family at one file, and what may be done with them. */
export function valuesOf({ plus, minus }: Pick<Functionals, "plus" | "minus">): Float64Array {
  return plus.map((value, i) => value - minus[i]);
}

/** ‖·‖ of a family's values, of a table all its entries; of a sketch its estimate. */
export function normOf(kept: Functionals["kept"], values: Float64Array): number {
  if (kept === "sketch") return Math.sqrt(meanSquare(values));
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** `terms`: weights added up in it, for the rounding of our own sums. */
export function changeOf(family: LawFamily, before: Functionals, after: Functionals, run: ClaimedRun): LawChange {
  const { kept } = after;
  const [a, b] = [valuesOf(before), valuesOf(after)];
  const size = normOf(kept, difference(b, a));
  const sides = normOf(kept, difference(after.plus, before.plus)) + normOf(kept, difference(after.minus, before.minus));
  const [dot, square] = [inner(b, a), inner(a, a)];
  const floor = before.floor + after.floor;
  const relative = sides === 0 ? null : size / sides;
  return {
    size: measured(size, 0, floor, { note: say.storedIn(after.dtypes) }),
    relative,
    factor: square === 0 ? null : dot / square,
    verdict: verdictOf({ family, kept, a, b, before, after, size, relative, floor }, run),
  };
}

interface Compared {
  readonly family: LawFamily;
  readonly kept: Functionals["kept"];
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly before: Functionals;
  readonly after: Functionals;
  readonly size: number;
  readonly relative: number | null;
  readonly floor: number;
}

/** Steps whose rounding is allowed for where their number was not said. */
const STEPS_UNSAID = 10_000;
/** Roundings of one step: of the gradient, of the decay, of the sum and of what is stored. */
const ROUNDINGS = 4;

function verdictOf(of: Compared, run: ClaimedRun): LawVerdict {
  const { family, size, relative, floor, before, after } = of;
  const moved = say.movedBy(size, relative);
  const plain = { found: moved, ...NOTHING_BESIDE };
  const { optimizer } = run;
  if (optimizer === null) return { kind: size <= floor ? "kept" : "open", possible: say.FLOW_KEEPS, ...plain };
  const tolerance = ROUNDINGS * ((run.steps ?? STEPS_UNSAID) + 1) * (before.step + after.step);
  const decays = run.weightDecay === null || run.weightDecay === 0 ? NO_DECAY : decaying(of.after.tensors, run);
  const claimed = {
    optimizer,
    learningRate: run.learningRate ?? NaN,
    weightDecay: decays.includes(true) ? (run.weightDecay ?? 0) : 0,
    momentum: optimizer === "sgd" ? 0 : (run.momentum ?? 0),
    steps: run.steps ?? NaN,
    clip: run.clip ?? NaN,
  };
  const isSaid = Number.isFinite(claimed.learningRate) && Number.isFinite(claimed.steps);
  switch (optimizer) {
    case "adam":
    case "adamw":
    case "sign":
    case "muon": {
      if (!hasEqualGradients(family)) return { kind: "no-law", possible: say.NO_LAW, ...plain };
      if (claimed.weightDecay !== 0 && optimizer !== "adamw") return { kind: "no-law", possible: say.NO_LAW, ...plain };
      if (claimed.weightDecay !== 0 && !isSaid) return { kind: "open", possible: say.NEEDS_RUN, ...plain };
      const decayed = (1 - claimed.learningRate * claimed.weightDecay) ** claimed.steps;
      return besideFactors(of, factorsOf(decays, decayed), { tolerance, moved, otherwise: "open" });
    }
    case "sgd":
    case "momentum":
    case "nesterov": {
      if (claimed.weightDecay !== 0 && !isSaid) return { kind: "open", possible: say.NEEDS_RUN, ...plain };
      if (family.group.laws.order === 1) {
        const factors = factorsOf(decays, claimed.weightDecay === 0 ? 1 : linearFactor(claimed));
        return besideFactors(of, factors, { tolerance, moved, otherwise: "refuted" });
      }
      if (decays[0] === null) return { kind: "open", possible: say.MIXED_DECAY, ...plain };
      // 2 b - |v|² is not multiplied by anything when b and v are.
      if (claimed.weightDecay !== 0 && family.doubled !== undefined)
        return { kind: "open", possible: say.NOT_HOMOGENEOUS, ...plain };
      return quadraticVerdict(of, claimed, { tolerance, moved, isSaid, run });
    }
  }
}

const NOTHING_BESIDE = { basis: "theorem", deviation: null, tolerance: null } as const;
/** No weight decay was claimed. */
const NO_DECAY: readonly (boolean | null)[] = [false];

/** What each law is multiplied by: one for all, or one for each. */
function factorsOf(decays: readonly (boolean | null)[], decayed: number): readonly (number | null)[] {
  return decays.map((decay) => (decay === null ? null : decay && decayed !== 1 ? decayed : 1));
}

/** Whether each law is so many times what it was; `null`: that is not known of it. */
function besideFactors(
  { family, kept, a, b }: Compared,
  factors: readonly (number | null)[],
  { tolerance, moved, otherwise }: Pick<Said, "tolerance" | "moved"> & { readonly otherwise: LawVerdict["kind"] },
): LawVerdict {
  const factorOf = (law: number): number | null => factors[factors.length === 1 ? 0 : law];
  const known = factors.filter((factor) => factor !== null);
  if (known.length === 0) return { kind: "open", possible: say.MIXED_DECAY, found: moved, ...NOTHING_BESIDE };
  const deviation = normOf(
    kept,
    b.map((value, law) => {
      const factor = factorOf(law);
      return factor === null ? 0 : value - factor * a[law];
    }),
  );
  const fits = deviation <= tolerance;
  const found = `${say.awayBy(deviation, tolerance)}${!fits && otherwise === "open" ? ` ${say.FRAGILE}` : ""}`;
  const distinct = [...new Set(factors)];
  const which = family.from === "loss" ? "this" : "any";
  const possible = distinct.length === 1 ? say.decayedTo(known[0], which) : say.decayedEach(countsOf(factors), which);
  return { kind: fits ? "fits" : otherwise, possible, found, basis: "theorem", deviation, tolerance };
}

function countsOf(factors: readonly (number | null)[]): [factor: number | null, laws: number][] {
  const counts = new Map<number | null, number>();
  for (const factor of factors) counts.set(factor, (counts.get(factor) ?? 0) + 1);
  return [...counts];
}

type Claimed = Parameters<typeof linearFactor>[0];

interface Said {
  readonly tolerance: number;
  /** By how much it moved, a sentence. */
  readonly moved: string;
  /** Whether rate and steps are. */
  readonly isSaid: boolean;
  readonly run: ClaimedRun;
}

function quadraticVerdict(of: Compared, claimed: Claimed, { tolerance, moved, isSaid, run }: Said): LawVerdict {
  const { family, kept, before, after } = of;
  const { learningRate, weightDecay, momentum, steps, clip } = claimed;
  const rho = weightDecay === 0 ? 1 : quadraticFactor(learningRate, weightDecay, steps);
  if (momentum === 0 && kept === "list" && isOneSided(family)) {
    // Entry by entry, of squares.
    let deviation = 0;
    const [was, is] = [squaresOf(before), squaresOf(after)];
    was.forEach((value, i) => (deviation = Math.max(deviation, rho * value - is[i])));
    const fits = deviation <= tolerance;
    return {
      kind: fits ? "fits" : "refuted",
      possible: say.atLeast(rho),
      found: fits ? moved : say.awayBy(deviation, tolerance),
      basis: "theorem",
      deviation,
      tolerance,
    };
  }
  const clipped = isSaid && Number.isFinite(clip) ? clippedBound(claimed) : null;
  const largest = Math.max(1, ...family.outgoing.map(({ degree = 1 }) => degree));
  if (clipped !== null) {
    const allowed = largest * clipped + tolerance;
    const deviation = distanceFrom(rho, of);
    return {
      kind: deviation <= allowed ? "within-bound" : "refuted",
      possible: say.boundedBy(rho, largest * clipped),
      found: say.awayBy(deviation, allowed),
      basis: "theorem",
      deviation,
      tolerance: allowed,
    };
  }
  if (momentum > 0) return { kind: "open", possible: say.NO_MOMENTUM_LAW, found: moved, ...NOTHING_BESIDE };
  const { lossBefore, lossAfter } = run;
  if (weightDecay === 0 && Number.isFinite(learningRate) && lossBefore !== null && lossAfter !== null)
    return descentVerdict(of, largest * descentBound(learningRate, lossBefore - lossAfter), tolerance);
  return { kind: "open", possible: say.unbounded(rho), found: moved, ...NOTHING_BESIDE };
}

/** That the steps were short enough cannot be seen in two files: so what is beyond the bound is no proof of another run. */
function descentVerdict(of: Compared, bound: number, tolerance: number): LawVerdict {
  if (bound < 0)
    return { kind: "open", possible: say.LOSS_ROSE, found: say.movedBy(of.size, of.relative), ...NOTHING_BESIDE };
  const fits = of.size <= bound + tolerance;
  return {
    kind: fits ? "within-bound" : "open",
    possible: say.boundedByDescent(bound),
    found: `${say.movedBy(of.size, of.relative)}${fits ? "" : ` ${say.BEYOND_DESCENT}`}`,
    basis: "predicted",
    deviation: of.size,
    tolerance: bound + tolerance,
  };
}

/** ‖h_b − ρ h_a‖. */
function distanceFrom(rho: number, { kept, a, b }: Compared): number {
  return normOf(
    kept,
    difference(
      b,
      a.map((value) => rho * value),
    ),
  );
}

/** All its strands have one sign: ± a sum of squares. */
function isOneSided({ strands, doubled }: LawFamily): boolean {
  return doubled === undefined && strands.every(({ sign }) => sign === strands[0].sign);
}

function squaresOf({ plus, minus }: Functionals): Float64Array {
  return plus.map((value, i) => value + minus[i]);
}

/** Single weights with no gradient, or differences of two with the same. */
function hasEqualGradients(family: LawFamily): boolean {
  if (family.group.laws.order !== 1) return false;
  const sizes = [...family.incoming, ...family.outgoing].reduce((sum, { port }) => sum + port.lines * family.size, 0);
  if (sizes > MOST_TERMS) return false;
  return (linearLaws(family) ?? []).every(
    (law) => law.length === 1 || (law.length === 2 && law[0].sign !== law[1].sign),
  );
}

const MOST_TERMS = 2 ** 22;

function difference(b: Float64Array, a: Float64Array): Float64Array {
  return b.map((value, i) => value - a[i]);
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
