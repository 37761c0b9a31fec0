/**
 * An explicit Runge-Kutta pair with continuous extension, as data. For dy/dt = f(t, y) and a step h:
 *
 *   k_i = f(t + c_i h, y + h Σ_{j<i} a_ij k_j)         i = 0 … s
 *   y₁  = y + h Σ_j b_j k_j,   b = the last row of a,  so that k_s = f(t + h, y₁) is the next step's k_0
 *   y(t + σh) = y + σ(q₁ + (1-σ)(q₂ + σ(q₃ + (1-σ)(q₄ + σ(q₅ + …)))))
 *   q₁ = y₁ - y,  q₂ = h k_0 - q₁,  q₃ = q₁ - h k_s - q₂,  q_{4+m} = h Σ_j d_mj k_j
 *
 * The first three q are cubic Hermite interpolation; each further one raises the order by one.
 *
 * Reference: E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd edition, Springer 1993
 * ("HNW" in this folder), §II.4 to §II.6 and §II.10.
 */

export interface Method {
  readonly name: string;
  /** The solution's local error is O(h^{order+1}); the error's estimate is O(h^{order}) at worst. */
  readonly order: number;
  /** c_0 … c_s; c_s = 1. */
  readonly nodes: readonly number[];
  /** Row i: a_i0 … a_i,i-1. The last row is b. Stage s-1 also has node 1: the test for stiffness compares the two. */
  readonly stages: readonly (readonly number[])[];
  /** Rows over k_0 … k_s. One: the error is h Σ e_j k_j. Two, e and ê: |e|²/√(|e|² + 0.01 |ê|²), HNW (10.17). */
  readonly errors: readonly [readonly number[]] | readonly [readonly number[], readonly number[]];
  readonly dense: {
    /** The extension's error is O(h^{order+1}) on the whole step. */
    readonly order: number;
    /** Stages that only the extension needs: evaluated only where something is read inside a step. */
    readonly nodes: readonly number[];
    readonly stages: readonly (readonly number[])[];
    /** d_m over all stages. */
    readonly rows: readonly (readonly number[])[];
  };
  readonly control: StepControl;
  /** |h λ| above which an eigenvalue λ < 0 makes the method unstable, slightly rounded down (HNW §IV.2, first test). */
  readonly stability: number;
}

/** Constants of the PI controller (control.ts). */
export interface StepControl {
  readonly safety: number;
  /** Weight of the previous step's error. 0: the classical controller. */
  readonly beta: number;
  /** A step is at least this part of the one before it … */
  readonly shrink: number;
  /** … and at most so many times it. */
  readonly grow: number;
}
