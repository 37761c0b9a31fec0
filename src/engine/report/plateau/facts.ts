/** The report's section about the saddle a network starts at, and how long the loss stays on its plateau. JSON-safe. */
import type { Claim } from "../../findings/claim";

export interface PlateauSection {
  /** Of the hidden layers' activation: A to D (docs/mathematics.md, saddle escape). */
  readonly activationClass: Claim<"A" | "B" | "C" | "D">;
  /** Per hidden layer. */
  readonly activations: readonly PlateauActivation[];
  /** Per layer, how it passes a small signal on. */
  readonly gains: readonly { readonly layer: string; readonly gain: number; readonly bottleneck: boolean }[];
  /** A layer whose gain is below this is a bottleneck. */
  readonly gainThreshold: number;
  /** r */
  readonly bottleneckLayers: Claim<number>;
  /** The escape time grows like scale^exponent: -(r - 2), 0 for r <= 2. */
  readonly exponent: Claim<number>;
  /** The depth is one above the order of the activation's leading term: the correction to the law has a logarithm. */
  readonly resonance: boolean;
  /** The loss counts as escaped below this share of its start. */
  readonly level: number;
  /**
   * Predicted first time below `level`, in training time, with its error bar (`low`, `high`). Without a value and not
   * `unknown`: the loss never gets there, and `note` says how that is known.
   */
  readonly escapeTime: Claim<number>;
  /** How the number was found. */
  readonly escapeMethod: "formula" | "followed" | "none";
  /** The loss falls faster at its escape than before: it leaves a plateau. False too where no escape is predicted. */
  readonly escapeFromPlateau: boolean;
  /** With gradient descent, the same in steps at the given learning rate; else `null`. */
  readonly escapeSteps: number | null;
  /** The time at which the run asked for would end; `null` without one. */
  readonly runTime: number | null;
  /** From a simulated run; absent without one. */
  readonly measuredEscapeTime?: Claim<number>;
  /** Both sides of the imbalance identity at the initialization, per hidden layer; empty without data. */
  readonly imbalance: readonly ImbalanceRateEntry[];
  /** Deep linear network with whitened inputs: when each mode of the target is learnt; else `null`. */
  readonly modes:
    readonly { readonly target: number; readonly initial: number; readonly learningTime: Claim<number> }[] | null;
}

export interface PlateauActivation {
  readonly layer: string;
  readonly activation: string;
  /** It is two half-lines of different slopes, which meet at 0. */
  readonly kink: boolean;
  /** `null`: not known. */
  readonly class: "A" | "B" | "C" | "D" | null;
  /** Degree and coefficient of the leading term of φ_σ(z) = z σ'(z) - σ(z); `null` for class A, where φ_σ = 0. */
  readonly order: number | null;
  readonly coefficient: number | null;
  /** The same, exact: "−2/3 z³". */
  readonly leadingTerm: string;
}

/** d(‖W_out‖² - ‖W_in‖² - ‖b‖²)/dt = 2 E⟨g, φ_σ(z)⟩ at one hidden layer. */
export interface ImbalanceRateEntry {
  readonly layer: string;
  readonly left: number;
  readonly right: number;
  /** |left - right| / scale, scale the sum of the sizes of the left side's terms: at rounding level. */
  readonly difference: number;
  readonly scale: number;
}

/** Both sides along a run, for a chart. */
export interface ImbalanceRateCourse {
  readonly layer: string;
  /** One number per sample. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /**
   * Largest |left - right| over the largest scale of the run: the scale of a single sample vanishes with the gradient.
   */
  readonly maxDifference: number;
}

export interface PlateauFacts {
  /** The saddle the network starts at, and how long the loss stays on its plateau; `null` for a linear neural ODE. */
  readonly plateau: PlateauSection | null;
}
