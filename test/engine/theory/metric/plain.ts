/**
 * phi, the laws and the metric of a chain of linear layers, written a second time: plain loops over nested arrays and nothing
 * of the engine's, so that what the engine returns can be held against it.
 */
export type Table = readonly (readonly number[])[];

/** U_1 … U_L out of theta, layer by layer, rows first. */
export function layersOf(widths: readonly number[], theta: ArrayLike<number>): Table[] {
  let at = 0;
  return widths
    .slice(1)
    .map((rows, l) => Array.from({ length: rows }, () => Array.from({ length: widths[l] }, () => theta[at++])));
}

export function times(a: Table, b: Table): number[][] {
  return a.map((row) =>
    Array.from({ length: b.length === 0 ? 0 : b[0].length }, (_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)),
  );
}

function flip(a: Table): number[][] {
  return Array.from({ length: a.length === 0 ? 0 : a[0].length }, (_, j) => a.map((row) => row[j]));
}

function unit(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
}

/** U_L … U_1. */
export function product(layers: readonly Table[]): number[][] {
  return layers.slice(1).reduce<number[][]>(
    (z, u) => times(u, z),
    layers[0].map((row) => [...row]),
  );
}

/** U_{i+1}ᵀ U_{i+1} - U_i U_iᵀ for every interface. */
export function laws(layers: readonly Table[]): number[][][] {
  return layers.slice(0, -1).map((u, i) => {
    const [after, before] = [times(flip(layers[i + 1]), layers[i + 1]), times(u, flip(u))];
    return after.map((row, a) => row.map((x, b) => x - before[a][b]));
  });
}

/** The d x d metric, entry by entry: sum over layers of (A_l)_{o o'} (B_l)_{i i'}. */
export function metric(widths: readonly number[], theta: ArrayLike<number>): number[][] {
  const layers = layersOf(widths, theta);
  const [m, n] = [widths[0], widths[widths.length - 1]];
  const parts = layers.map((_, l) => {
    const after = l === layers.length - 1 ? unit(n) : product(layers.slice(l + 1));
    const before = l === 0 ? unit(m) : product(layers.slice(0, l));
    return { a: times(after, flip(after)), b: times(flip(before), before) };
  });
  return Array.from({ length: n * m }, (_, p) =>
    Array.from({ length: n * m }, (__, q) =>
      parts.reduce((sum, { a, b }) => sum + a[Math.floor(p / m)][Math.floor(q / m)] * b[p % m][q % m], 0),
    ),
  );
}

export function size(a: Table): number {
  return Math.sqrt(a.reduce((sum, row) => row.reduce((s, x) => s + x * x, sum), 0));
}

export function minus(a: Table, b: Table): number[][] {
  return a.map((row, i) => row.map((x, j) => x - b[i][j]));
}
