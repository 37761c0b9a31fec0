/**
 * What is known of the saddle a network starts at: its activations' classes, its bottlenecks, the law of escape, the
 * time.
 */
import { t } from "../../findings/language";
import { formatNumber } from "../../findings/numbers";
import type { Claim } from "../../findings/claim";
import { certified, measured, unknown } from "../../findings/claim";
import type { Progress } from "../../findings/progress";
import { fixedNote } from "../../model/fixed";
import { compile } from "../../model/compile";
import { isPlain } from "../../model/structure";
import type { Network } from "../../model/network";
import { classOf, type ActivationClass, type ClassName } from "./activation-class";
import { CLASS_NOT_KNOWN } from "./class-words";
import {
  BOTTLENECK_GAIN,
  ESCAPE_REFERENCE,
  escapeExponent,
  hiddenClasses,
  layerGains,
  outsideTheLaw,
  type LayerGain,
} from "./bottlenecks";
import { escapeTime, type EscapeData, type EscapeEstimate } from "./escape-time";
import { imbalanceRates, type ImbalanceRate } from "../balance/imbalance-rate";
import { modePlateaus, type ModePlateau } from "./mode-plateaus";
import { independentOfScale } from "./words";

export interface PlateauStudy {
  /** Per hidden layer. */
  readonly classes: readonly ActivationClass[];
  readonly activationClass: Claim<ClassName>;
  readonly gains: readonly LayerGain[];
  readonly bottlenecks: Claim<number>;
  readonly exponent: Claim<number>;
  /** L = q + 1: the leading correction to the escape time has a logarithm. */
  readonly resonance: boolean;
  readonly escape: EscapeEstimate;
  /** Empty without data. */
  readonly rates: readonly ImbalanceRate[];
  readonly modes: readonly ModePlateau[] | null;
}

/** What the data make of it; without data, why there are none. */
export type PlateauData = EscapeData | { readonly why: string };

/** The gains of networks above this many products of a weight with a number are not measured while typing. */
const MOST_PRODUCTS = 5e6;

export function* studyPlateau(
  network: Network,
  theta: Float64Array,
  given: PlateauData,
  budget: number,
): Generator<Progress, PlateauStudy> {
  yield { stage: "Looking for bottleneck layers", fraction: null };
  const fixed = fixedNote(network);
  const data: PlateauData = fixed === null ? given : { why: fixed };
  const classes = hiddenClasses(network);
  const { layers, blocks } = compile(network);
  const products = blocks.reduce((sum, { wiring }) => sum + wiring.edgeCount, 0);
  // A gain is that of a layer's weights: where some layer has none, or bends what it reads first, there is no such row.
  const gains = products <= MOST_PRODUCTS && layers.every(({ addsUp }) => addsUp) ? layerGains(network, theta) : [];
  const outside =
    theta.length <= MOST_PRODUCTS
      ? outsideTheLaw(network, classes)
      : t`This network is too large to measure how its layers pass a signal on.`;
  const small = gains.filter(({ bottleneck }) => bottleneck).map(({ layer }) => layer);
  const r = small.length;
  const resonance =
    outside === null && classes.some(({ order }) => order !== null && network.layers.length === order + 1);
  const noEscape = (note: string): EscapeEstimate => ({ claim: unknown(note), how: "none", plateau: false });
  return {
    classes,
    activationClass: commonClass(network, classes),
    gains,
    bottlenecks:
      outside === null
        ? measured(r, nearest(gains), BOTTLENECK_GAIN, {
            reference: ESCAPE_REFERENCE,
            note: t`Layers whose gain is below the tolerance; the residual is the gain nearest to it.`,
          })
        : unknown(outside),
    exponent:
      outside === null
        ? { value: escapeExponent(r), basis: "predicted", reference: ESCAPE_REFERENCE, note: lawSentence(r) }
        : unknown(outside),
    resonance,
    escape:
      "objective" in data
        ? yield* escapeTime(network, data, theta, outside === null ? small : null, budget)
        : noEscape(data.why),
    rates: "objective" in data ? imbalanceRates(network, data.objective, theta) : [],
    modes:
      "objective" in data ? modePlateaus(network, theta, data.set.kind === "target" ? data.set.matrix : null) : null,
  };
}

/** How the escape time grows as the bottlenecks' common scale ε goes to 0. */
function lawSentence(r: number): string {
  if (r <= 1) return independentOfScale(r);
  if (r === 2) return t`With two layers small, the time grows like log(1/ε).`;
  return t`With ${r} layers small, the time grows like ε^(−${r - 2}).`;
}

function commonClass(network: Network, classes: readonly ActivationClass[]): Claim<ClassName> {
  if (!isPlain(network))
    return unknown(t`Within its layers numbers are bent or multiplied, which the classes say nothing of.`);
  // A network of one layer has no hidden activation; its one map is linear up to the loss.
  const [first = classOf({ name: "identity", slope: 1 }), ...others] = classes;
  if (others.some((other) => other.class !== first.class))
    return unknown(t`The hidden layers have activations of different classes: ${classesByLayer(network, classes)}.`);
  if (first.class === null) return unknown(CLASS_NOT_KNOWN);
  return certified(first.class, {
    reference: ESCAPE_REFERENCE,
    note:
      first.class === "A"
        ? "φ_σ(z) = zσ′(z) − σ(z) = 0."
        : t`φ_σ(z) = zσ′(z) − σ(z) = ${first.leadingTerm} + …, exact series.`,
  });
}

function classesByLayer({ layers }: Network, classes: readonly ActivationClass[]): string {
  return layers
    .slice(0, -1)
    .map(({ name }, i) => `${name} ${classes[i].class ?? t`unknown`}`)
    .join(", ");
}

/** The gain that the count hangs on. */
function nearest(gains: readonly LayerGain[]): number {
  return gains
    .map(({ gain }) => gain)
    .reduce((a, b) => (Math.abs(b - BOTTLENECK_GAIN) < Math.abs(a - BOTTLENECK_GAIN) ? b : a));
}

/** The same, where only the exponent is known. */
export function lawSentenceOfExponent(exponent: number): string {
  return exponent < 0
    ? t`The time grows like ε^(${formatNumber(exponent)}).`
    : t`With at most two layers small the time is bounded, or grows like log(1/ε).`;
}
