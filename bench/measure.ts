/** Timing: medians of wall clock, in milliseconds. */

export function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The median of some runs, after one that warms up. */
export function time(run: () => void, repetitions: number): number {
  run();
  return median(
    Array.from({ length: repetitions }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    }),
  );
}
