/**
 * When a function g(t, y(t)) of the solution becomes zero.
 *
 * g is read at the end of every step. It has crossed zero when it was strictly on one side and is on zero or on the
 * other side: every crossing of a g that is monotone within the step is found. What can be missed: an even number of
 * crossings within one step (g dips below zero and comes back), and a g that touches zero between two ends. A g that is
 * zero at the start has no side there, so that a run may start on an event's surface. NaN has no side either.
 *
 * Where: the zero of σ -> g(t + σh, y(t + σh)) on the continuous extension, by regula falsi in the Illinois variant
 * (M. Dowell, P. Jarratt, BIT 11 (1971) 168-174) with a bisection every third time, so that the bracket shrinks by 8 in
 * nine evaluations at the worst. It ends with a bracket of two units in the last place of t. The answer is the end of
 * the bracket where the crossing has happened. Accuracy: that of the extension divided by |dg/dt|.
 */
export interface WatchedEvent {
  readonly name: string;
  /** The name where there is room for a few letters; absent: it has no shorter one. */
  readonly mark?: string;
  /** The share of the first loss that the loss falls below there; absent: it is of something else. */
  readonly lossBelow?: number;
  /** "falling": from positive to negative. */
  readonly direction: "rising" | "falling" | "either";
  /** The integration ends there. */
  readonly terminal: boolean;
  /** Must not keep or change `y`. Called at the end of each step and some ten times in one with a crossing. */
  readonly value: (t: number, y: Float64Array) => number;
}

export interface EventFound {
  readonly name: string;
  readonly mark?: string;
  /** The share of the first loss that the loss falls below there; absent: it is of something else. */
  readonly lossBelow?: number;
  readonly time: number;
  readonly y: Float64Array;
}

export interface Crossing {
  readonly index: number;
  /** The place inside the step, 0 < σ <= 1. */
  readonly sigma: number;
}

export interface EventState {
  readonly watched: readonly WatchedEvent[];
  /** g where the last step ended; 0 stands for no side. */
  readonly values: Float64Array;
  readonly point: Float64Array;
}

export type Inside = (sigma: number, into: Float64Array) => void;

export function startEvents(watched: readonly WatchedEvent[], t: number, y: Float64Array): EventState {
  return {
    watched,
    values: Float64Array.from(watched, (event) => event.value(t, y)),
    point: new Float64Array(y.length),
  };
}

/**
 * The crossings in the step from t to t + h that reaches `next`, in the order of time. Allocates only when there are
 * some.
 */
export function findCrossings(
  state: EventState,
  t: number,
  h: number,
  next: Float64Array,
  inside: Inside,
): readonly Crossing[] {
  let found: Crossing[] = NONE;
  for (let index = 0; index < state.watched.length; index++) {
    const event = state.watched[index];
    const before = state.values[index];
    const after = event.value(t + h, next);
    state.values[index] = after;
    if (!crosses(event.direction, before, after)) continue;
    if (found === NONE) found = [];
    found.push({ index, sigma: locate(event, state.point, before, after, t, h, inside) });
  }
  return found.length > 1 ? found.sort((a, b) => a.sigma - b.sigma) : found;
}

const NONE: Crossing[] = [];

function crosses(direction: WatchedEvent["direction"], before: number, after: number): boolean {
  const rising = before < 0 && after >= 0;
  const falling = before > 0 && after <= 0;
  return (rising && direction !== "falling") || (falling && direction !== "rising");
}

const ULPS = 2;

function locate(
  event: WatchedEvent,
  point: Float64Array,
  before: number,
  after: number,
  t: number,
  h: number,
  inside: Inside,
): number {
  const width = (ULPS * Number.EPSILON * Math.max(Math.abs(t), Math.abs(t + h))) / h;
  let [low, high, gLow, gHigh] = [0, 1, before, after];
  let moved: "low" | "high" | null = null;
  for (let round = 1; high - low > width; round++) {
    const chord = low + ((high - low) * gLow) / (gLow - gHigh);
    // A chord that ends at the bracket's border, or is not a number, would not shrink it.
    const middle = round % 3 !== 0 && chord > low && chord < high ? chord : (low + high) / 2;
    if (middle <= low || middle >= high) break;
    inside(middle, point);
    const g = event.value(t + middle * h, point);
    const sameSide = before > 0 ? g > 0 : g < 0;
    if (sameSide) {
      [low, gLow] = [middle, g];
      if (moved === "low") gHigh /= 2;
      moved = "low";
    } else {
      [high, gHigh] = [middle, g];
      if (moved === "high") gLow /= 2;
      moved = "high";
    }
  }
  return high;
}
