/** Networks of layers at random, each reading any of those before it: combinations that nobody thought of. */
import type { RandomStream } from "../../src/engine/math/random/streams";
import { INPUT, type Network } from "../../src/engine/model/network";
import { isVector, sequence, vector } from "../../src/engine/model/shape";
import {
  adapted,
  added,
  attend,
  dense,
  directed,
  experts,
  glu,
  layered,
  normed,
  recurrent,
  scaled,
  spectral,
  type Part,
} from "./layer-samples";
import { act } from "./networks";

const ACTIVATIONS = ["identity", "identity", "identity", "relu", "tanh", "quadratic"] as const;
const WIDTH = 3;

/** Up to seven layers of one width, and a dense one of two units behind them. */
export function randomNetwork(random: RandomStream): Network {
  const pick = <T>(of: readonly T[]): T => of[random.integer(of.length)];
  const maybe = (): boolean => random.integer(2) === 0;
  const shape = pick([vector(WIDTH), sequence(2, WIDTH)]);
  const bent = (part: Part): Part => ({ ...part, activation: act(pick(ACTIVATIONS)) });
  const biased = (part: Part): Part => ({ ...part, bias: maybe() });
  const ofOne: readonly (() => Part)[] = [
    () => biased(bent(dense(WIDTH))),
    () => biased(bent(directed(WIDTH))),
    () => biased(bent(spectral(dense(WIDTH)))),
    () => bent(adapted(WIDTH, { rank: 2, magnitude: pick(["none", "rows", "columns"]) })),
    () => biased(bent(scaled({ value: 2, gain: pick(["none", "scalar", "channel"]) }))),
    () => ({ type: "softmax", units: 0, activation: act("identity"), bias: false }),
    () =>
      biased(
        experts({
          experts: 2,
          hidden: 1,
          router: pick(["softmax", "sigmoid", "normalized-sigmoid"]),
          gate: pick(["silu", "relu", "identity"]),
        }),
      ),
    () => biased(bent(glu(2, pick(["silu", "relu", "identity"])))),
    () => normed(pick(["layer", "rms"]), { eps: pick([0, 0.01]), affine: pick(["yes", "no"]) }),
  ];
  const ofSequences: readonly (() => Part)[] = [
    () => biased(attend({ headSize: 2, scores: pick(["softmax", "linear"]) })),
    () => biased(recurrent("rnn", { hidden: WIDTH, nonlinearity: pick(["identity", "tanh"]) })),
  ];
  const ofTwo: readonly (() => Part)[] = [
    () => biased(bent(dense(WIDTH))),
    () => bent({ type: "multiply", units: 0, activation: act("identity"), bias: false }),
    () => bent({ type: "multiply", units: 0, activation: act("identity"), bias: false }),
    () => bent(added(pick(["none", "scalar", "channel"]))),
  ];
  const parts: Part[] = [];
  const count = 2 + random.integer(6);
  while (parts.length < count) {
    const source = (): number => random.integer(parts.length + 1) + INPUT;
    const [first, second] = [source(), source()];
    const single = isVector(shape) ? ofOne : [...ofOne, ...ofSequences];
    const part = first === second || maybe() ? pick(single)() : pick(ofTwo)();
    const isOfTwo = first !== second && (part.type === "multiply" || part.type === "residual");
    parts.push({
      ...part,
      sources: isOfTwo || (part.type === "dense" && maybe() && first !== second) ? [first, second] : [first],
    });
  }
  return layered(shape, ...parts, dense(2));
}
