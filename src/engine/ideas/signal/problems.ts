/** What the author of the spec should know of signals that do not reach the outputs, or drown them. */
import type { Problem } from "../../findings/problem";
import type { Network } from "../../model/network";
import type { PlateauFacts } from "../../report/plateau/facts";
import type { SignalFacts } from "../../report/signal/facts";
import { signalSentence } from "../../report/signal/words";
import type { SpecPlaces } from "../../spec/read";
import { initializationPlace } from "../../subject/places";
import { SCALE_BY_WIDTH, signalLost } from "./words";

/** Outputs over inputs, and layers on the way: fewer layers make no habit. */
const FAR = 1e3;
const FEWEST_LAYERS = 3;

/** Quiet where nothing arrives at all, or where small signals only mean a plateau that ends: others tell of that. */
export function signalProblems(
  { signal, plateau }: SignalFacts & PlateauFacts,
  network: Network,
  places: SpecPlaces,
): Problem[] {
  const sentence = signal === null ? null : signalSentence(signal);
  const { length } = network.layers;
  if (signal === null || sentence === null || length < FEWEST_LAYERS) return [];
  const ratio = signal.layers[length].forward / signal.layers[0].forward;
  const far = ratio > FAR || (ratio > 0 && ratio < 1 / FAR && (plateau?.escapeTime.value ?? null) === null);
  if (!far) return [];
  return [
    {
      code: "init.signal-lost",
      severity: ratio > FAR ? "warning" : "information",
      message: signalLost(ratio, length, sentence),
      range: places.scale ?? initializationPlace(places),
      help: SCALE_BY_WIDTH,
    },
  ];
}
