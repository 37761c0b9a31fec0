/**
 * What the next value of a law must be, step by step of a log, as a function of the weight decay λ alone:
 *
 *   next = offset + f(λ) value
 *
 *   SGD, quadratic         (1 − ηλ)² h + η² h(g)
 *   SGD, linear            (1 − ηλ) ℓ
 *   heavy ball, quadratic  h'' = h' − 2η c' + η² h(v''),  c' = μ a' + λ h',  a' = B(θ', v') = c − η h(v'): from three values in a row
 *                          c = (h − h' + η² h(v')) / 2η, so that no beginning of the run is needed (docs/mathematics.md, “Discrete time”)
 *   heavy ball, linear     ℓ'' = ℓ' − η (μ w' + λ ℓ'),  w' = (ℓ − ℓ') / η
 *   Nesterov, linear       ℓ'' = ℓ' − η (λ ℓ' + μ w''), w'' = μ w' + λ ℓ', w' = ((ℓ − ℓ') / η − λ ℓ) / μ
 *
 * where v' is the momentum buffer that a step is made with, and η of each step its own. Quadratic laws under Nesterov need two more numbers.
 */
import type { OptimizerName } from "../../report/audit/run";

/** One law family at one step. */
export interface LogRecord {
  readonly step: number;
  readonly rate: number | null;
  readonly decay: number | null;
  readonly momentum: number | null;
  readonly h: readonly number[];
  readonly hg: readonly number[] | null;
  /** h of the momentum buffer that the step is made with. */
  readonly hv: readonly number[] | null;
  /** h behind the step, where the next line is not of the next step. */
  readonly after: readonly number[] | null;
}

export interface LoggedStep {
  readonly found: readonly number[];
  readonly offset: readonly number[];
  readonly value: readonly number[];
  /** What the log says of the weight decay of this step. */
  readonly decay: number | null;
  /** f, and what λ has a value of f. */
  readonly factorOf: (decay: number) => number;
  readonly decayOf: (factor: number) => number;
}

/** What is followed: the values of three steps in a row where there is momentum, of two where there is none. */
export interface Followed {
  readonly optimizer: OptimizerName | null;
  readonly linear: boolean;
  /** Where the log says none. */
  readonly learningRate: number | null;
  readonly momentum: number | null;
}

/** Whether the next value follows from what a log can have. */
export function isFollowed({ optimizer, linear }: Pick<Followed, "optimizer" | "linear">): boolean {
  switch (optimizer) {
    case null:
    case "sgd":
    case "momentum":
      return true;
    case "nesterov":
      return linear;
    case "adam":
    case "adamw":
    case "sign":
    case "muon":
      return false;
  }
}

/** `records`: by step. Those that lack a neighbour, a rate or a functional that is needed are passed over. */
export function stepsOf(records: readonly LogRecord[], followed: Followed): LoggedStep[] {
  const { optimizer } = followed;
  const hasMomentum = optimizer === "momentum" || optimizer === "nesterov";
  return records.flatMap((record, i) => {
    const step = hasMomentum
      ? behindMomentum(records.slice(i, i + 3), followed)
      : behind(record, records.at(i + 1), followed);
    return step === null ? [] : [step];
  });
}

function behind(record: LogRecord, next: LogRecord | undefined, { linear, learningRate }: Followed): LoggedStep | null {
  const { step, h, hg, decay } = record;
  const found = record.after ?? (next?.step === step + 1 ? next.h : null);
  const eta = record.rate ?? learningRate;
  if (found === null || found.length !== h.length || eta === null || eta === 0) return null;
  if (linear)
    return {
      found,
      offset: h.map(() => 0),
      value: h,
      decay,
      factorOf: (lambda) => 1 - eta * lambda,
      decayOf: (factor) => (1 - factor) / eta,
    };
  if (hg === null || hg.length !== h.length) return null;
  return {
    found,
    offset: hg.map((value) => eta ** 2 * value),
    value: h,
    decay,
    factorOf: (lambda) => (1 - eta * lambda) ** 2,
    decayOf: (factor) => (1 - Math.sqrt(Math.max(0, factor))) / eta,
  };
}

function behindMomentum(
  [a, b, c]: readonly (LogRecord | undefined)[],
  { optimizer, linear, learningRate, momentum }: Followed,
): LoggedStep | null {
  if (a === undefined || b?.step !== a.step + 1) return null;
  const found = b.after ?? (c?.step === b.step + 1 ? c.h : null);
  const [eta0, eta] = [a.rate ?? learningRate, b.rate ?? learningRate];
  const mu = b.momentum ?? momentum ?? 0;
  if (found === null || eta0 === null || eta === null || eta0 === 0 || eta === 0) return null;
  if (a.decay !== b.decay || a.h.length !== b.h.length || found.length !== b.h.length) return null;
  const ratio = eta / eta0;
  const common = { found, decay: b.decay };
  if (linear) {
    const offset = b.h.map((value, j) => value - mu * ratio * (a.h[j] - value));
    const value = optimizer === "nesterov" ? b.h.map((own, j) => (1 + mu) * own - mu * a.h[j]) : b.h;
    return { ...common, offset, value, factorOf: (lambda) => -eta * lambda, decayOf: (factor) => -factor / eta };
  }
  const [v0, v1] = [a.hv, b.hv];
  if (v0 === null || v1 === null || v0.length !== b.h.length || v1.length !== b.h.length) return null;
  const offset = b.h.map((value, j) => {
    const pull = (a.h[j] - value + eta0 ** 2 * v0[j]) / (2 * eta0);
    return value - 2 * eta * mu * (pull - eta0 * v0[j]) + eta ** 2 * v1[j];
  });
  return { ...common, offset, value: b.h, factorOf: (lambda) => -2 * eta * lambda, decayOf: (x) => -x / (2 * eta) };
}
