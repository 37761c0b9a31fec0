/**
 * How the path s -> A_s of a linear neural ODE starts, resolved: plain data; `drawPath` (draw.ts) makes theta of it.
 */
export type PathPlan =
  /** Independent smooth Gaussian entries with the covariance std² exp(-(s - s')² / (2 length²)). */
  | { readonly scheme: "gaussian"; readonly std: number; readonly lengthScale: number; readonly scale: number }
  /** One matrix, row-major, for every s. */
  | { readonly scheme: "constant"; readonly matrix: readonly number[]; readonly scale: number }
  /** The matrices at the nodes, one after another, each row-major. */
  | { readonly scheme: "explicit"; readonly matrices: readonly number[]; readonly scale: number }
  /** h_s = lambda(s) I; lambda at the nodes. */
  | {
      readonly scheme: "relaxed-balanced";
      readonly lambda: readonly number[];
      readonly lengthScale: number;
      readonly scale: number;
    };
