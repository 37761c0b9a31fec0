/**
 * A straight line y = a + b x through points by least squares, with a confidence interval of its slope
 * (Draper & Smith, Applied Regression Analysis, 3rd ed., §1.4):
 *   b = S_xy / S_xx,   s² = (S_yy - b S_xy) / (n - 2),   b ± t_{n-2} s / √S_xx,
 * t_ν the two-sided quantile of Student's distribution: it rests on errors that are independent, normal and of one
 * size.
 */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  /** Of the slope; `null` with two points, which every line fits. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly points: number;
}

const CONFIDENCE = 0.95;

/** `null` with fewer than two different x. */
export function fitLine(xs: readonly number[], ys: readonly number[]): LineFit | null {
  const n = xs.length;
  if (n < 2) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / n;
  const [mx, my] = [mean(xs), mean(ys)];
  let [sxx, sxy] = [0, 0];
  for (let i = 0; i < n; i++) {
    sxx += (xs[i] - mx) ** 2;
    sxy += (xs[i] - mx) * (ys[i] - my);
  }
  if (!(sxx > 0)) return null;
  const slope = sxy / sxx;
  const intercept = my - slope * mx;
  if (n === 2) return { slope, intercept, standardError: null, low: null, high: null, points: n };
  // Residuals one by one: the difference of sums would lose them where the fit is good.
  let residual = 0;
  for (let i = 0; i < n; i++) residual += (ys[i] - intercept - slope * xs[i]) ** 2;
  const standardError = Math.sqrt(residual / (n - 2) / sxx);
  const half = studentQuantile((1 + CONFIDENCE) / 2, n - 2) * standardError;
  return { slope, intercept, standardError, low: slope - half, high: slope + half, points: n };
}

/** t with P(T <= t) = p for p > ½, by bisection on the distribution function. */
export function studentQuantile(p: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (studentCdf(high, degrees) < p) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T <= t), t >= 0: 1 - I_x(ν/2, ½)/2 with x = ν/(ν + t²) (Abramowitz & Stegun 26.7.1 and 26.5.27). */
function studentCdf(t: number, degrees: number): number {
  return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/**
 * The regularized incomplete beta function by its continued fraction (Abramowitz & Stegun 26.5.8), evaluated by Lentz'
 * method.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  // The fraction converges fast on this side of the mean.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (v: number): number => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 400; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** log Γ(x), x > 0: Stirling's series after moving x beyond 10 (Abramowitz & Stegun 6.1.41). */
function logGamma(x: number): number {
  let shift = 0;
  while (x < 10) shift += Math.log(x++);
  const z = 1 / (x * x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z / 1680))) / x -
    shift
  );
}

/** The middle value; the mean of the two middle ones. `null` of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
