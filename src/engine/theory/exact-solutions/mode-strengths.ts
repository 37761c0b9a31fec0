/**
 * How far a matrix Z has come towards each singular mode of a target T = sum_b S_b U_b V_bᵀ, one group b for every
 * *distinct* singular value: the eigenvalues of the symmetric part of U_bᵀ Z V_b, largest first. A simple mode has u_aᵀ
 * Z v_a. Another basis of the group, (U_b R, V_b R), turns U_bᵀ Z V_b into Rᵀ(…)R and leaves the eigenvalues alone; the
 * value S_b I is reached exactly where Z equals T in the group. A mode is *half learnt* when its strength rises past
 * S_b / 2. Predictions, events of a run and charts mean this.
 */
import { multiply, transpose, type Matrix } from "../../math/dense/matrix";
import { svd } from "../../math/dense/svd";
import { symmetricEigen } from "../../math/dense/symmetric-eigen";

export interface TargetModes {
  /** S, largest first, each as often as it occurs; without those that are rounding. */
  readonly strengths: readonly number[];
  readonly groups: readonly ModeGroup[];
  /** Strengths of Z in the same order; within a group largest first. `most`: of the first so many modes' groups. */
  of(z: Matrix, most?: number): number[];
}

export interface ModeGroup {
  readonly strength: number;
  /** outputs x d, inputs x d. */
  readonly left: Matrix;
  readonly right: Matrix;
}

/**
 * Singular values nearer than this part of the largest are one: they come from an iteration that is good to some 1e-15.
 */
const SAME = 1e-9;
/** Modes weaker than this share of the strongest are rounding. */
const NEGLIGIBLE = 1e-12;

export function targetModes(target: Matrix): TargetModes {
  const { left, values, right } = svd(target);
  const strengths = Array.from(values).filter((strength) => strength > NEGLIGIBLE * values[0]);
  const groups: ModeGroup[] = [];
  for (let from = 0, to = 1; from < strengths.length; from = to) {
    for (to = from + 1; to < strengths.length && strengths[to - 1] - strengths[to] <= SAME * strengths[0]; to++);
    groups.push({ strength: strengths[from], left: columnsOf(left, from, to), right: columnsOf(right, from, to) });
  }
  return {
    strengths,
    groups,
    of(z, most = Infinity) {
      const found: number[] = [];
      for (const { left: u, right: v } of groups)
        if (found.length < most) found.push(...symmetricStrengths(multiply(multiply(transpose(u), z), v)));
      return found;
    },
  };
}

function symmetricStrengths(block: Matrix): number[] {
  const d = block.rows;
  if (d === 1) return [block.data[0]];
  const symmetric = block.data.map((x, at) => (x + block.data[(at % d) * d + Math.floor(at / d)]) / 2);
  return Array.from(symmetricEigen({ rows: d, columns: d, data: symmetric }).values).sort((a, b) => b - a);
}

function columnsOf(a: Matrix, from: number, to: number): Matrix {
  const data = new Float64Array(a.rows * (to - from));
  for (let i = 0; i < a.rows; i++)
    for (let j = from; j < to; j++) data[i * (to - from) + j - from] = a.data[i * a.columns + j];
  return { rows: a.rows, columns: to - from, data };
}
