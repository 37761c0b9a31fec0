/**
 * The report: what one analysis of one spec found. JSON-safe, readonly, versioned by the `format` of the output that
 * wraps it (docs/report.md). No number in it is ever NaN or infinite; a missing value is `null` with a note beside it.
 */
import type { Claim } from "../findings/claim";
import type { Problem, Range } from "../findings/problem";
import type { ManifoldEntry, SymmetrySection } from "./manifolds";
import type { Spectrum } from "./spectrum";
import type { DataSection } from "./data";
import type { DepthSection } from "./depth";
import type { PlateauSection } from "./plateau";
import type { TrajectorySection } from "./trajectory";

export type { Spectrum } from "./spectrum";

/** The `format` of the printed report. Raised when a field changes its meaning; new fields do not raise it. */
export const REPORT_FORMAT = 1;

export interface Report {
  readonly spec: { readonly path: string | null; readonly title: string | null };
  readonly model: ModelSection;
  readonly laws: LawsSection;
  readonly initialization: InitializationSection;
  readonly intrinsicMetric: MetricSection;
  readonly recoverability: RecoverabilitySection;
  /**
   * Structural invariant manifolds that contain the initialization, smallest first; none: every neuron goes its own
   * way.
   */
  readonly manifolds: readonly ManifoldEntry[];
  /** What else is known of the symmetries that make them. */
  readonly symmetry: SymmetrySection;
  /** The saddle the network starts at, and how long the loss stays on its plateau; `null` for a linear neural ODE. */
  readonly plateau: PlateauSection | null;
  /** Of a linear neural ODE: what is seen along its depth; absent for other networks. */
  readonly depth?: DepthSection;
  /**
   * The data that it trains on; absent where they were not looked at: without training, in a file, or too many to be
   * quick.
   */
  readonly data?: DataSection;
  /** The simulated training run; `null` when nothing was simulated. */
  readonly trajectory: TrajectorySection | null;
  /** The very problems the editor shows, in the order of their place in the text. */
  readonly problems: readonly Problem[];
  /**
   * Names of what is still being studied ("plateau", "manifolds"): what is said of it is not known yet. Absent: nothing is,
   * and the report is whole. Told once there is a verdict, by hosts that show an analysis on its way.
   */
  readonly pending?: readonly string[];
}

export type Family = "linear" | "relu" | "analytic" | "linear-ode";
export type Parametrization = "product" | "path-lifting" | "function" | "flow-map";

export interface ModelSection {
  readonly family: Family;
  readonly parametrization: Parametrization;
  /** D, the number of trained parameters. */
  readonly parameters: number;
  /** How many more are held fixed; absent: none. */
  readonly fixed?: number;
  /** d, the dimension of the space phi maps into; `null` (with a note) when phi has no finite list of coordinates. */
  readonly liftedDimension: number | null;
  readonly note?: string;
  readonly layers: readonly LayerSummary[];
}

export interface LayerSummary {
  readonly name: string;
  readonly type: "dense" | "diagonal" | "linear-ode";
  readonly units: number;
  /** linear-ode: nodes in depth. */
  readonly grid?: number;
  readonly sources: readonly string[];
  /** With its slope where it has one: "leaky-relu (slope 0.2)". */
  readonly activation: string;
  /** The same as a spec writes it. */
  readonly written: { readonly activation: string; readonly slope?: number };
  readonly bias: boolean;
  /** What of it is trained; absent: all. */
  readonly trained?: "all" | "weights" | "biases" | "none";
  readonly parameters: number;
  /** Where the layer stands in the text: its object in the long form, its width in the short form. */
  readonly range: Range | null;
}

export interface LawFamily {
  /** Stable within one report, for instance "matrix:layer1". */
  readonly id: string;
  /** What kind of law, for instance "orthogonal symmetry" or "rescaling". */
  readonly kind: string;
  /** LaTeX, no delimiters. */
  readonly formula: string;
  /** The same in the characters a terminal has: U₂ᵀ U₂ − U₁ U₁ᵀ. */
  readonly formulaText: string;
  /** The same as MathML, where a host has added it (./mathml.ts). */
  readonly mathml?: string;
  /** Names of the layers whose weights appear, incoming first. */
  readonly between: readonly string[];
  /**
   * Of what they are laws: of φ (hence of the network, for every loss), of the network's function near the
   * initialization, or under the loss of the spec's training.
   */
  readonly from: "phi" | "network" | "loss";
  /** Number of functions the family lists (entries of a symmetric matrix count once). */
  readonly count: number;
  readonly reference: string;
  readonly range: Range | null;
}

/**
 * `independent`, `known`, `complete` and `lieDimension` speak of φ, whatever the loss; `network` and `loss` of what may
 * have more.
 */
export interface LawsSection {
  /**
   * "network" where φ and the network's function determine one another, so that the laws of one are those of the other.
   */
  readonly of: "phi" | "network";
  /** Laws of the network's function; `null`: not looked for. */
  readonly network: NetworkLaws | null;
  /** Laws under the loss of the spec's training; `null`: it names none, or they were not looked for. */
  readonly loss: LossLaws | null;
  /** Number of independent conservation laws near a generic parameter. */
  readonly independent: Claim<number>;
  /** Number of independent ones among the listed families that are φ's. */
  readonly known: Claim<number>;
  /** Dimension of the trace of the Lie algebra generated by the gradient fields, at a generic parameter. */
  readonly lieDimension: Claim<number>;
  /** known = independent: there are no others. */
  readonly complete: Claim<boolean>;
  readonly families: readonly LawFamily[];
  readonly certificate: LawsCertificate | null;
  /** What counting would cost, where it was not done for that reason; `possible`: a patient analysis would do it. */
  readonly estimate: { readonly seconds: number; readonly gigabytes: number; readonly possible: boolean } | null;
}

export interface NetworkLaws {
  readonly independent: Claim<number>;
  /** Independent ones among the families that are φ's or the network's. */
  readonly known: Claim<number>;
  readonly complete: Claim<boolean>;
  /** A proven upper bound of `independent`; `null`: none was found. */
  readonly atMost: number | null;
  /**
   * "generic": near every generic parameter; "initialization": near the initialization, whose signs decide which
   * neurons switch.
   */
  readonly near: "generic" | "initialization";
}

export interface LossLaws {
  /** Name of the loss. */
  readonly name: string;
  /** Laws that the loss adds: the size of the families that are the loss's. */
  readonly added: number;
  /** Of φ under this loss, the added ones included. */
  readonly independent: Claim<number>;
  readonly known: Claim<number>;
  readonly complete: Claim<boolean>;
  /** The same of the network's function; `null`: not looked for. */
  readonly network: {
    readonly independent: Claim<number>;
    readonly known: Claim<number>;
    readonly complete: Claim<boolean>;
  } | null;
}

export interface LawsCertificate {
  /**
   * "modular": ranks over GF(p) at random points. "combinatorial": counted on the graph, math in docs/mathematics.md.
   */
  readonly method: "modular" | "combinatorial";
  readonly primes: readonly number[];
  readonly seed: number;
  readonly lieRank: number;
  readonly lawRank: number;
  /** Longest bracket that was evaluated: 1 = the fields alone. */
  readonly bracketDepth: number;
}

export interface LawValues {
  readonly family: string;
  /** rows x columns; a list of per-neuron values has one row. */
  readonly rows: number;
  readonly columns: number;
  /** Row-major; `null` when too many to carry (then `note`). */
  readonly values: readonly number[] | null;
  /** Labels of the columns (and rows, when square): neuron names such as "layer1[0]". */
  readonly labels: readonly string[];
  readonly note?: string;
}

export interface Interface {
  /** Names of the two layers that meet. */
  readonly between: readonly [string, string];
  /** The multiple of the identity nearest to the interface's law matrix: its trace divided by its size. */
  readonly lambda: number;
  /** Frobenius norm of (law matrix - lambda I) divided by (norm of U_{i+1}^T U_{i+1} + norm of U_i U_i^T). */
  readonly imbalance: number;
  /** Eigenvalues of the law matrix minus lambda, ascending (empty when too large). */
  readonly deviations: readonly number[];
  readonly range: Range | null;
}

export interface InitializationSection {
  readonly scheme: string;
  readonly relaxedBalanced: Claim<boolean>;
  /** Per interface, first to last; empty where relaxed balance is not defined. */
  readonly lambda: readonly number[];
  readonly imbalance: readonly number[];
  readonly interfaces: readonly Interface[];
  readonly laws: readonly LawValues[];
  readonly range: Range | null;
}

export type MetricVerdict = "holds" | "fails" | "unknown";

export interface MetricSection extends Claim<MetricVerdict> {
  /** dim(ker dphi ∩ ker dh) at the initialization. */
  readonly kernelDimension: Claim<number>;
  /** Largest ‖dM v‖_F / ‖M‖_F over unit v in that kernel. */
  readonly violation: Claim<number>;
  /** True where no theorem decides. */
  readonly openQuestion: boolean;
  /** Of [dphi; dh] at the initialization. */
  readonly spectrum: Spectrum | null;
  /**
   * What the kernel inclusion at the initialization says by itself: `holds` means that the necessary condition is met
   * there.
   */
  readonly measurement: Claim<MetricVerdict>;
  /** The statements that could decide, each with its hypotheses checked one by one. */
  readonly theorems: readonly TheoremCheck[];
  /**
   * Where the property fails: two settings of the weights that φ and the laws cannot tell apart, and the metric can.
   */
  readonly witness: Witness | null;
  /** Why there is no pair although the property fails. */
  readonly witnessNote?: string;
}

/** A statement that could decide; it does when every hypothesis is met. */
export interface TheoremCheck {
  readonly reference: string;
  /** False for what is proven in our documentation only: it never makes a claim a theorem. */
  readonly published: boolean;
  /** What follows. */
  readonly conclusion: "holds" | "fails";
  readonly applies: boolean;
  readonly hypotheses: readonly Hypothesis[];
}

export interface Hypothesis {
  readonly text: string;
  readonly met: boolean;
  /** Where it was decided in floating point: the number, and what it was compared with. */
  readonly residual?: number;
  readonly tolerance?: number;
}

/** A pair of networks with the same φ and the same laws and different metrics: one z, two futures. */
export interface Witness {
  /**
   * True when the first of the pair is the initialization itself; false when it is another point with the same laws.
   */
  readonly fromInitialization: boolean;
  readonly first: WitnessNetwork;
  readonly second: WitnessNetwork;
  /** ‖θ_2 − θ_1‖ / ‖θ_1‖. */
  readonly distance: number;
  /**
   * ‖φ(θ_2) − φ(θ_1)‖ relative to the size of φ's terms, and the largest difference of a law relative to ‖θ_1‖²: both
   * at most `tolerance`.
   */
  readonly liftedDifference: number;
  readonly lawDifference: number;
  readonly tolerance: number;
  /** ‖M_2 − M_1‖_F / ‖M_1‖_F. */
  readonly metricDifference: number;
  /**
   * A loss that tells them apart: with the gradient G at z (‖G‖ = 1, shaped as z, row-major; `null` when too large to
   * carry) the loss falls at the rates ⟨G, M_1 G⟩ and ⟨G, M_2 G⟩.
   */
  readonly loss: {
    readonly rows: number;
    readonly columns: number;
    readonly gradient: readonly number[] | null;
    readonly rates: readonly [number, number];
  } | null;
}

export interface WitnessNetwork {
  /** One entry per layer, in order; `null` when there are too many weights to carry. */
  readonly layers: readonly WitnessLayer[] | null;
}

/**
 * A layer's weights as the scheme "explicit" writes them: several sources side by side; a diagonal layer is one column.
 */
export interface WitnessLayer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly weights: readonly number[];
  readonly bias: readonly number[] | null;
}

export interface RecoverabilitySection extends Claim<boolean> {
  /** Rank of [dphi; dh] at the initialization. */
  readonly rank: number | null;
}
