/**
 * A recorded run folded line by line, in bounded memory: its laws h beside what plain SGD makes of them.
 *
 * For a quadratic law h(θ) = B(θ, θ), B(θ, g) = 0 for every gradient g, and a step θ' = θ − η (g + λ θ):
 *     h' = (1 − ηλ)² h + η² h(g),        linear laws with ⟨u, g⟩ known:  l' = (1 − ηλ) l − η ⟨u, g⟩.
 * Over n steps between two lines, with η, λ and h(g) held: h' = ρⁿ h + η² h(g) (1 − ρⁿ) / (1 − ρ), ρ = (1 − ηλ)².
 * Momentum and adaptive optimizers have no such recursion. Cost: the numbers of a line; kept: three lists for each family,
 * and curves of at most MOST_POINTS values.
 */
import type { Curve, WatchedFamily, WatchedOptimizer, WatchedRun } from "../../report/watch";
import type { Header, HeaderFamily, StepLine } from "./lines";

/** Families beyond these are counted, not followed. */
const MOST_FAMILIES = 512;
/** Curves beyond these could not be told apart. */
const MOST_DRAWN = 6;
const MOST_POINTS = 512;

export interface Fold {
  add(line: StepLine): void;
  /** What there is by now. */
  run(): Pick<WatchedRun, "optimizer" | "every" | "lines" | "step" | "leftOut" | "recursion" | "families" | "loss">;
}

export function foldOf(header: Header): Fold {
  const followed = header.families.slice(0, MOST_FAMILIES).map((family) => followerOf(family, header.every));
  const loss = curveBuilder();
  let lines = 0;
  let last: StepLine | null = null;
  let momentum = false;
  return {
    add(line) {
      // A step that was told before is no new one.
      if (last !== null && line.step <= last.step) return;
      lines++;
      last = line;
      momentum ||= line.momentum.some((one) => one !== 0);
      if (line.loss !== null) loss.add(line.step, line.loss);
      for (const one of followed) one.add(line);
    },
    run() {
      const recursion = header.optimizer !== "SGD" || momentum ? "none" : header.every === 1 ? "exact" : "held";
      const known = followed.map((one) => one.known(recursion !== "none"));
      const drawn = new Set([...known].sort((a, b) => b.change - a.change).slice(0, MOST_DRAWN));
      return {
        optimizer: last === null ? null : told(header.optimizer, last),
        every: header.every,
        lines,
        step: last?.step ?? null,
        leftOut: header.families.length - followed.length,
        recursion,
        families: known.map((one) => (drawn.has(one) ? one : { ...one, curves: null })),
        loss: loss.curve(),
      };
    },
  };
}

function told(type: string, { lr, weightDecay, momentum }: StepLine): WatchedOptimizer {
  return { type, learningRate: lr.at(0) ?? 0, weightDecay: weightDecay.at(0) ?? 0, momentum: momentum.at(0) ?? 0 };
}

interface Follower {
  add(line: StepLine): void;
  known(withRecursion: boolean): WatchedFamily;
}

function followerOf({ id, formula, between, linear, group }: HeaderFamily, every: number): Follower {
  const [measured, recursion] = [curveBuilder(), curveBuilder()];
  let start: readonly number[] | null = null;
  let before: { readonly line: StepLine; readonly h: readonly number[]; readonly hg: readonly number[] } | null = null;
  /** By the recursion from the start; `null` since a line lacked what it needs. */
  let predicted: readonly number[] | null = null;
  let change = 0;
  let mismatch: number | null = null;

  const stepped = (h: readonly number[], hg: readonly number[], line: StepLine, steps: number): number[] => {
    const eta = line.lr.at(group) ?? line.lr.at(0) ?? 0;
    const keep = 1 - eta * (line.weightDecay.at(group) ?? line.weightDecay.at(0) ?? 0);
    const [rho, gain] = linear ? [keep, -eta] : [keep ** 2, eta ** 2];
    const kept = rho ** steps;
    const summed = rho === 1 ? steps : (1 - kept) / (1 - rho);
    return h.map((value, i) => kept * value + gain * summed * hg[i]);
  };
  const compare = (found: readonly number[], expected: readonly number[]): void => {
    const size = Math.max(norm(found), norm(expected));
    mismatch = Math.max(mismatch ?? 0, size === 0 ? 0 : distance(found, expected) / size);
  };

  return {
    add(line) {
      const h = line.h.get(id);
      const hg = line.hg.get(id);
      if (h === undefined || (start !== null && h.length !== start.length)) {
        [before, predicted] = [null, null];
        return;
      }
      if (start === null) predicted = start = h;
      else if (before === null) predicted = null;
      else {
        const steps = line.step - before.line.step;
        if (steps === 1) compare(h, stepped(before.h, before.hg, before.line, 1));
        predicted = predicted === null ? null : stepped(predicted, before.hg, before.line, steps);
      }
      const after = line.after.get(id);
      if (every > 1 && hg?.length === h.length && after?.length === h.length) compare(after, stepped(h, hg, line, 1));
      change = distance(h, start);
      measured.add(line.step, change);
      if (predicted !== null) recursion.add(line.step, distance(predicted, start));
      before = hg?.length === h.length ? { line, h, hg } : null;
    },
    known: (withRecursion) => ({
      id,
      formula,
      between,
      laws: start?.length ?? 0,
      change,
      predicted: withRecursion && predicted !== null && start !== null ? distance(predicted, start) : null,
      mismatch: withRecursion ? mismatch : null,
      curves: { measured: measured.curve(), predicted: withRecursion ? recursion.curve() : null },
    }),
  };
}

/** Every 2ᵏ-th value, so that there are never more than MOST_POINTS, and the last. */
function curveBuilder(): { add(step: number, value: number): void; curve(): Curve } {
  let [steps, values]: [number[], number[]] = [[], []];
  let [stride, seen] = [1, 0];
  let last: readonly [number, number] | null = null;
  return {
    add(step, value) {
      last = [step, value];
      if (seen++ % stride !== 0) return;
      steps.push(step);
      values.push(value);
      if (steps.length < MOST_POINTS) return;
      [steps, values] = [steps.filter((_, i) => i % 2 === 0), values.filter((_, i) => i % 2 === 0)];
      stride *= 2;
    },
    curve() {
      const more = last !== null && steps.at(-1) !== last[0] ? last : null;
      return {
        steps: more === null ? [...steps] : [...steps, more[0]],
        values: more === null ? [...values] : [...values, more[1]],
      };
    },
  };
}

function norm(a: readonly number[]): number {
  return Math.hypot(...a);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return norm(a.map((value, i) => value - b[i]));
}
