/** The report's section about signals at the start: how they change from layer to layer, forward and back. JSON-safe. */
import { unknown, type Claim } from "../../findings/claim";
import { t } from "../../findings/language";

export interface SignalSection {
  /** What was sent through the network: samples of the spec's data, or standard normal inputs. */
  readonly sent: "data" | "normal";
  /** How many. */
  readonly samples: number;
  /** The factor by which a signal changes at each layer, on average over the longest way through the network … */
  readonly gain: Claim<number>;
  /** … and a gradient, on its way from the outputs to the inputs. */
  readonly backwardGain: Claim<number>;
  /** The inputs, then each layer; empty where nothing was sent. */
  readonly layers: readonly SignalLayer[];
  /** One for each point where it was taken. */
  readonly jacobian: Claim<readonly JacobianSpectrum[]>;
  readonly meanField: MeanFieldFacts;
  /** Of the squared length of a signal over the draws of the weights: variance over squared mean. */
  readonly fluctuation: Claim<number>;
}

export interface SignalLayer {
  readonly layer: string;
  /** Root mean square of the units behind the activation; of the last layer: before it. */
  readonly forward: number;
  /** Of the derivatives of a random sum of outputs by the units before the activation. */
  readonly backward: number;
  /** Of `forward` over that of what the layer reads; `null`: nothing arrives, and of the inputs. */
  readonly gain: number | null;
  /** Of the gradient that leaves the layer backwards over the one that arrives. */
  readonly backwardGain: number | null;
  /** Of the units on the data, a column for each sample; without data `unknown`. */
  readonly rank: Claim<number>;
  /** As many units do not change from sample to sample, dead ones among them; `null` without two samples of data. */
  readonly constant: number | null;
  readonly units: number;
}

/** Singular values of the input-output Jacobian at one point. */
export interface JacobianSpectrum {
  readonly largest: number;
  readonly median: number;
  readonly smallest: number;
}

export interface MeanFieldFacts {
  /** The factor of a squared gradient at each layer as widths grow. */
  readonly chi: Claim<number>;
  /** q*, the mean square of units before their activation deep in the network; `null`: χ does not depend on it. */
  readonly fixedPoint: number | null;
  /** Layers over which a squared gradient changes e-fold, 1 / |ln χ|; `null`: it does not. */
  readonly depthScale: number | null;
}

export interface SignalFacts {
  /** Signals at the start; `null` for a linear neural ODE, whose layers are infinitely many. */
  readonly signal: SignalSection | null;
}

export function gainOf(signal: SignalSection | null): Claim<number> {
  return signal?.gain ?? unknown(t`A linear neural ODE has no layers to count.`);
}
