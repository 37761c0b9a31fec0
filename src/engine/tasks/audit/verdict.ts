/** What a claimed run can make of a law, beside what two checkpoints show (discrete.ts has the mathematics). */
import type { LawChange, LawVerdict } from "../../report/audit/facts";
import type { ClaimedRun } from "../../report/audit/run";
import { measured } from "../../findings/claim";
import { linearLaws, type LawFamily } from "../../theory/laws/families";
import { clippedBound, linearFactor, quadraticFactor } from "./discrete";
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
  const { family, a, b, size, relative, floor } = of;
  const moved = say.movedBy(size, relative);
  const steps = run.steps ?? STEPS_UNSAID;
  const tolerance = ROUNDINGS * (steps + 1) * floor;
  const plain = { basis: "theorem", deviation: null, tolerance: null } as const;
  const isLinear = family.group.laws.order === 1;
  if (run.optimizer === null)
    return { kind: size <= floor ? "kept" : "open", possible: say.FLOW_KEEPS, found: moved, ...plain };
  const beside = (possible: string, factor: number, otherwise: LawVerdict["kind"]): LawVerdict => {
    const deviation = normOf(
      of.kept,
      difference(
        b,
        a.map((value) => factor * value),
      ),
    );
    const fits = deviation <= tolerance;
    const found = `${say.awayBy(deviation, tolerance)}${!fits && otherwise === "open" ? ` ${say.FRAGILE}` : ""}`;
    return { kind: fits ? "fits" : otherwise, possible, found, basis: "theorem", deviation, tolerance };
  };
  const claimed = {
    optimizer: run.optimizer,
    learningRate: run.learningRate ?? NaN,
    weightDecay: run.weightDecay ?? 0,
    momentum: run.optimizer === "sgd" ? 0 : (run.momentum ?? 0),
    steps: run.steps ?? NaN,
    clip: run.clip ?? NaN,
  };
  const decays = claimed.weightDecay !== 0;
  const isSaid = Number.isFinite(claimed.learningRate) && Number.isFinite(claimed.steps);
  switch (run.optimizer) {
    case "adam":
    case "adamw":
    case "sign":
    case "muon": {
      if (!hasEqualGradients(family)) return { kind: "no-law", possible: say.NO_LAW, found: moved, ...plain };
      if (decays && run.optimizer !== "adamw") return { kind: "no-law", possible: say.NO_LAW, found: moved, ...plain };
      if (decays && !isSaid) return { kind: "open", possible: say.NEEDS_RUN, found: moved, ...plain };
      const factor = decays ? (1 - claimed.learningRate * claimed.weightDecay) ** claimed.steps : 1;
      return beside(say.decayedTo(factor, family.from === "loss" ? "this loss" : "any loss"), factor, "open");
    }
    case "sgd":
    case "momentum":
    case "nesterov": {
      if (decays && !isSaid) return { kind: "open", possible: say.NEEDS_RUN, found: moved, ...plain };
      if (isLinear) {
        const factor = decays ? linearFactor(claimed) : 1;
        return beside(say.decayedTo(factor, family.from === "loss" ? "this loss" : "any loss"), factor, "refuted");
      }
      return quadraticVerdict(of, claimed, { tolerance, moved, isSaid });
    }
  }
}

type Claimed = Parameters<typeof linearFactor>[0];

function quadraticVerdict(
  { family, kept, a, b, before, after }: Compared,
  claimed: Claimed,
  { tolerance, moved, isSaid }: { readonly tolerance: number; readonly moved: string; readonly isSaid: boolean },
): LawVerdict {
  const plain = { basis: "theorem", deviation: null, tolerance: null } as const;
  const { learningRate, weightDecay, momentum, steps, clip } = claimed;
  const rho = weightDecay === 0 ? 1 : quadraticFactor(learningRate, weightDecay, steps);
  if (momentum === 0 && kept === "list" && isOneSided(family)) {
    // Entry by entry, of squares.
    let deviation = 0;
    const [was, is] = [squaresOf(before), squaresOf(after)];
    was.forEach((value, i) => (deviation = Math.max(deviation, rho * value - is[i])));
    return {
      kind: deviation <= tolerance ? "fits" : "refuted",
      possible: say.atLeast(rho),
      found: deviation <= tolerance ? moved : say.awayBy(deviation, tolerance),
      basis: "theorem",
      deviation,
      tolerance,
    };
  }
  if (isSaid && Number.isFinite(clip)) {
    const bound = clippedBound(claimed);
    if (bound !== null) {
      const most = bound * Math.max(1, ...family.outgoing.map(({ degree = 1 }) => degree));
      const deviation = normOf(
        kept,
        difference(
          b,
          a.map((value) => rho * value),
        ),
      );
      const fits = deviation <= most + tolerance;
      return {
        kind: fits ? "within-bound" : "refuted",
        possible: say.boundedBy(rho, most),
        found: say.awayBy(deviation, most + tolerance),
        basis: "theorem",
        deviation,
        tolerance: most + tolerance,
      };
    }
  }
  if (momentum > 0) return { kind: "open", possible: say.NO_MOMENTUM_LAW, found: moved, ...plain };
  return { kind: "open", possible: say.unbounded(rho), found: moved, ...plain };
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
