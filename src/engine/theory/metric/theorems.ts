/**
 * Which theorem decides the intrinsic metric property of a linear chain, its hypotheses checked one by one
 * (arXiv:2508.07370; ICLR numbering, v1's in brackets; docs/mathematics.md has the statements).
 *
 *  - relaxed balanced, two layers: sufficient (Thm 3.8 [4.3]). For lambda != 0 the range projectors in the closed
 *    metric are functions of Z only if the factor that lambda forces to full column rank r either fills its space or Z
 *    has rank r.
 *  - relaxed balanced, all widths equal, any depth: sufficient (Thm 3.11 [4.6]).
 *  - not relaxed balanced, two layers, r <= max(n, m): the property fails (Thm 3.9 [4.4]). True where a network of the
 *    level set has a factor of full rank r; docs/mathematics.md proves that near every start there is one, once r is
 *    the effective width.
 *  - two-point spectrum, two layers, r >= n + m: S has the eigenvalues l_1 > 0 (n times), l_2 < 0 (m times) and 0.
 *    Sufficient, without relaxed balance. For l_1 = -l_2 this is published (hyperbolic isotropy; Zhang & Peyré, Prop.
 *    E.2); the general case is proven in docs/mathematics.md and not published, so it supports a measurement and is
 *    never called a theorem.
 *
 * All are asked of the chain as wide as its laws let it be (balance/effective-width.ts): where hidden units stay
 * without weights on the whole level set, S is compared with the identity on the others.
 */
import { decideRank } from "../../math/dense/rank";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";
import { addScaled, innerGram, multiply, norm, outerGram, viewOf, type Matrix } from "../../math/dense/matrix";
import type { Paced } from "../../findings/progress";
import { cited, type Reference } from "../../findings/reference";
import { blocksOf } from "../../model/compile";
import type { EffectiveChain, NarrowInterface } from "../balance/effective-width";
import type { InterfaceBalance } from "../balance/relaxed-balance";
import { BALANCE_TOLERANCE, SURELY_UNBALANCED, balanceSteps, isRelaxedBalanced } from "../balance/relaxed-balance";
import { HYPERBOLIC, SCALAR, times, twoPointValues, widthOnLevelSet } from "./theorem-words";
import { t } from "../../findings/language";

/** A statement that could decide, and whether it does here. */
export interface TheoremCheck {
  readonly reference: Reference;
  /** False for what is proven in our documentation only: it never makes a claim a theorem. */
  readonly published: boolean;
  /** What follows when every hypothesis is met. */
  readonly conclusion: "holds" | "fails";
  readonly hypotheses: readonly Hypothesis[];
}

export interface Hypothesis {
  /** "relaxed balanced", in the words of a reader. */
  readonly text: string;
  readonly met: boolean;
  /** Where it was decided in floating point: the number, and what it was compared with. */
  readonly residual?: number;
  readonly tolerance?: number;
  /** Neither met nor known not to be: the number is neither rounding nor more. */
  readonly doubtful?: true;
}

/** A statement that would decide, if one hypothesis were not in doubt. */
export function isInDoubt({ hypotheses }: TheoremCheck): boolean {
  return hypotheses.every(({ met, doubtful }) => met || doubtful === true) && hypotheses.some(({ met }) => !met);
}

export function applies(check: TheoremCheck): boolean {
  return check.hypotheses.every(({ met }) => met);
}

/** Eigenvalues of S are compared up to this width. */
const LARGEST_SPECTRUM = 400;

export function* checkTheorems({ network, theta, narrow, decided }: EffectiveChain): Paced<TheoremCheck[]> {
  const interfaces = yield* balanceSteps(network, theta);
  const width = narrow.map((one) =>
    effectiveWidth(
      one,
      network.layers.map(({ name }) => name),
    ),
  );
  const widths = [network.inputs, ...network.layers.map((layer) => layer.units)];
  const weights = blocksOf(network).map((block) => viewOf(theta, block.offset, block.rows, block.columns));
  if (network.layers.length > 2) {
    const square = widths.every((w) => w === widths[0]);
    return [
      {
        reference: cited("arXiv:2508.07370", "theorem", "3.11", " (v1: 4.6)"),
        published: true,
        conclusion: "holds",
        hypotheses: [
          ...width,
          {
            text: square
              ? t`all layers are square`
              : t`all layers are square (the widths are ${widths.slice(0, 12).join(", ")})`,
            met: square,
          },
          relaxedBalance(interfaces),
        ],
      },
    ];
  }
  if (network.layers.length !== 2) return [];
  const [m, r, n] = widths;
  if (m === 1 && n === 1)
    return [{ reference: SCALAR, published: true, conclusion: "holds", hypotheses: [ONE_BY_ONE] }];
  const balance = relaxedBalance(interfaces);
  const few = r <= Math.max(n, m);
  return [
    {
      reference: cited("arXiv:2508.07370", "theorem", "3.8", " (v1: 4.3)"),
      published: true,
      conclusion: "holds",
      hypotheses: [...width, balance, ...(balance.met ? [rankCondition(weights, interfaces[0].lambda)] : [])],
    },
    {
      reference: cited("arXiv:2508.07370", "theorem", "3.9", " (v1: 4.4)"),
      published: true,
      conclusion: "fails",
      hypotheses: [
        ...width,
        ...(decided ? [] : [UNDECIDED_WIDTH]),
        {
          text: few
            ? t`no more hidden units than inputs or outputs: ${r} ≤ max(${n}, ${m})`
            : t`no more hidden units than inputs or outputs (${r} > max(${n}, ${m}); the paper leaves this case open)`,
          met: few,
        },
        unbalanced(balance),
      ],
    },
    ...(r >= n + m && r <= LARGEST_SPECTRUM && !balance.met ? twoPointSpectrum(weights[0], weights[1]) : []),
  ];
}

function relaxedBalance(interfaces: readonly InterfaceBalance[]): Hypothesis {
  const residual = Math.max(0, ...interfaces.map(({ imbalance }) => imbalance));
  return { text: t`relaxed balanced`, met: isRelaxedBalanced(interfaces), residual, tolerance: BALANCE_TOLERANCE };
}

function unbalanced({ residual, met: balanced }: Hypothesis): Hypothesis {
  const met = (residual ?? 0) > SURELY_UNBALANCED;
  return {
    ...(met || balanced ? {} : { doubtful: true }),
    text: met ? t`not relaxed balanced` : t`not relaxed balanced beyond doubt`,
    met,
    ...(residual === undefined ? {} : { residual }),
    tolerance: SURELY_UNBALANCED,
  };
}

/** A network that is narrower than written on its whole level set. */
function effectiveWidth({ index, width, effective, signs }: NarrowInterface, names: readonly string[]): Hypothesis {
  const why =
    signs === null
      ? t`it has more than inputs and outputs together`
      : t`${signs.positive} positive and ${signs.negative} negative eigenvalues of the law matrix`;
  return {
    text: widthOnLevelSet(names[index], width, effective, why),
    met: true,
    ...(signs === null ? {} : { residual: signs.residual, tolerance: signs.tolerance }),
  };
}

const UNDECIDED_WIDTH: Hypothesis = {
  text: t`the rank of the factors is decided (the layers are too wide for it, or a rank is not clear)`,
  met: false,
};

function rankCondition([u1, u2]: readonly Matrix[], lambda: number): Hypothesis {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const size = norm(u1.data) ** 2 + norm(u2.data) ** 2;
  // lambda at rounding level is lambda = 0: then the closed metric needs no projector.
  if (Math.abs(lambda) <= BALANCE_TOLERANCE * size) return { text: t`λ = 0, which needs no rank condition`, met: true };
  const full = lambda > 0 ? n : m;
  if (r === full) return { text: t`λ ≠ 0 and the factor it acts on is square (${r} × ${full})`, met: true };
  const { rank } = decideRank(multiply(u2, u1));
  return {
    text:
      rank === r
        ? t`λ ≠ 0 and the product has rank ${r}`
        : t`the product has rank ${r}, as λ ≠ 0 needs here (its rank is ${rank})`,
    met: rank === r,
  };
}

const ONE_BY_ONE: Hypothesis = { text: t`one input and one output, two layers: every start closes`, met: true };
const OURS: Reference = {
  text: "two-point spectrum: proven in docs/mathematics.md, not published; it extends Zhang & Peyré, Proposition E.2",
};

function twoPointSpectrum(u1: Matrix, u2: Matrix): TheoremCheck[] {
  const [m, r, n] = [u1.columns, u1.rows, u2.rows];
  const s = innerGram(u2);
  const incoming = outerGram(u1);
  const scale = norm(s.data) + norm(incoming.data) || 1;
  addScaled(s, incoming, -1);
  const spectrum = Array.from(symmetricEigen(s).values);
  const [lower, middle, upper] = [spectrum.slice(0, m), spectrum.slice(m, r - n), spectrum.slice(r - n)];
  const [low, high] = [mean(lower), mean(upper)];
  const spread =
    Math.max(...lower.map((x) => Math.abs(x - low)), ...upper.map((x) => Math.abs(x - high)), ...middle.map(Math.abs)) /
    scale;
  const numbers = { residual: spread, tolerance: BALANCE_TOLERANCE };
  // Both must be nonzero beyond doubt: then W = (U_2; U_1ᵀ) has rank n + m.
  const apart = high > SURELY_NONZERO * scale && low < -SURELY_NONZERO * scale;
  const met = spread <= BALANCE_TOLERANCE && apart;
  const values = twoPointValues(high, low, [n, m, r]);
  const points: Hypothesis = {
    text: met
      ? t`the law matrix has the eigenvalues ${values}`
      : t`the law matrix has one positive eigenvalue ${times(n)}, one negative ${times(m)}, and otherwise 0`,
    met,
    ...numbers,
  };
  const enough: Hypothesis = {
    text: t`at least as many hidden units as inputs and outputs together: ${r} ≥ ${n} + ${m}`,
    met: true,
  };
  const opposite = Math.abs(high + low) / scale;
  const symmetric: Hypothesis = {
    text: t`the two eigenvalues are opposite`,
    met: met && opposite <= BALANCE_TOLERANCE,
    residual: opposite,
    tolerance: BALANCE_TOLERANCE,
  };
  return [
    {
      reference: HYPERBOLIC,
      published: true,
      conclusion: "holds",
      hypotheses: [enough, points, ...(met ? [symmetric] : [])],
    },
    ...(met && !symmetric.met
      ? [{ reference: OURS, published: false, conclusion: "holds", hypotheses: [enough, points] } as const]
      : []),
  ];
}

/** Relative to the size of the law matrix's terms. */
const SURELY_NONZERO = 1e-6;

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
