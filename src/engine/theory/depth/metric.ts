/**
 * The metric of the linear neural ODE, and its closed form.
 *
 *   M(G) = ∫_0^1 P_s P_sᵀ G Z_sᵀ Z_s ds,      P_s = Z_1 Z_s^{-1},
 *
 * so that dZ_1/dt = -M(∇f(Z_1)). Under continuous relaxed balance it is a function of Z_1 = U diag(σ) Vᵀ alone (ICLR
 * Thm 3.13, v1 Thm 4.8; λ(s) cancels): entry (k, l) of Uᵀ G V is multiplied by the logarithmic mean of σ_k² and σ_l²,
 *
 *   κ_kl = (σ_k² - σ_l²) / (log σ_k² - log σ_l²) = σ_k σ_l sinh(x)/x,   x = log(σ_k / σ_l);   κ_kk = σ_k².
 *
 * The second form does not cancel. Both are compared in the coordinates Uᵀ · V, where the closed form is diagonal:
 * error = ‖M - K‖_F / ‖K‖_F over all n⁴ entries. Cost: N n⁴.
 */
import { multiply, norm, squareProduct, transpose, viewOf, type Matrix } from "../../math/dense/matrix";
import { svd, type Svd } from "../../math/dense/svd";
import type { Transporter } from "../../model/path/transport";

/** Beyond so many multiplications the two metrics are not compared: some seconds. */
const LARGEST_COMPARISON = 2e9;

/** Z_s and P_s at the nodes, block after block, and Z_1. */
export interface Transported {
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly end: Matrix;
  /** max_s ‖P_s Z_s - Z_1‖ / ‖Z_1‖: rounding, when the path suits its grid. */
  readonly defect: number;
}

export function transported({ width, nodes, run }: Transporter, path: Float64Array): Transported {
  const [z, p] = [new Float64Array(path.length), new Float64Array(path.length)];
  run(path, z, p);
  const size = width * width;
  const end = viewOf(z, (nodes - 1) * size, width, width);
  const whole = norm(end.data) || 1;
  const both = new Float64Array(size);
  let defect = 0;
  for (let j = 0; j < nodes; j++) {
    squareProduct(width, p, j * size, z, j * size, both, 0);
    defect = Math.max(defect, norm(both.map((x, i) => x - end.data[i])) / whole);
  }
  return { z, p, end, defect };
}

/** κ_kl. */
export function logarithmicMean(a: number, b: number): number {
  const x = Math.log(a / b);
  // sinh(x)/x = 1 + x²/6 + x⁴/120 + …
  return a * b * (Math.abs(x) < 1e-2 ? 1 + (x * x) / 6 + x ** 4 / 120 + x ** 6 / 5040 : Math.sinh(x) / x);
}

export interface MetricComparison {
  /** ‖M - K‖_F / ‖K‖_F. */
  readonly error: number;
  /** ‖K‖_F. */
  readonly size: number;
}

/** `null` when it would take too long. */
export function compareWithClosedForm(
  { width, grid, nodes }: Transporter,
  { z, p, end }: Transported,
): MetricComparison | null {
  if (nodes * width ** 4 > LARGEST_COMPARISON) return null;
  const modes = svd(end);
  const [left, right] = gramsInModes(width, nodes, { z, p }, modes);
  const size = width * width;
  let [difference, whole] = [0, 0];
  const row = new Float64Array(size);
  for (let k = 0; k < width; k++)
    for (let l = 0; l < width; l++) {
      const kappa = logarithmicMean(modes.values[k], modes.values[l]);
      whole += kappa * kappa;
      for (let other = 0; other < width; other++) {
        row.fill(0, 0, width);
        for (let j = 0; j < nodes; j++) {
          const factor = grid.weights[j] * left[j].data[k * width + other];
          const from = l * width;
          for (let m = 0; m < width; m++) row[m] += factor * right[j].data[from + m];
        }
        if (other === k) row[l] -= kappa;
        for (let m = 0; m < width; m++) difference += row[m] * row[m];
      }
    }
  return { error: Math.sqrt(difference / whole), size: Math.sqrt(whole) };
}

/** Uᵀ P_s P_sᵀ U and Vᵀ Z_sᵀ Z_s V at the nodes. */
function gramsInModes(
  n: number,
  nodes: number,
  { z, p }: Pick<Transported, "z" | "p">,
  { left, right }: Svd,
): [Matrix[], Matrix[]] {
  const [lefts, rights]: [Matrix[], Matrix[]] = [[], []];
  for (let j = 0; j < nodes; j++) {
    const pu = multiply(transpose(left), viewOf(p, j * n * n, n, n));
    const zv = multiply(viewOf(z, j * n * n, n, n), right);
    lefts.push(multiply(pu, transpose(pu)));
    rights.push(multiply(transpose(zv), zv));
  }
  return [lefts, rights];
}
