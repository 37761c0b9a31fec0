/** What is said of relu units that are 0 on every sample at the start. */
import { counted } from "../../findings/words";
import type { DeadUnits } from "../../report/data/facts";

/** `still`: the gradient of the loss is exactly 0. */
export function deadWords(dead: DeadUnits, still: boolean): { readonly message: string; readonly help: string } {
  const { layer, units, of, first } = dead;
  if (units.length === of)
    return {
      message: still
        ? `${everyUnit(of, layer)} 0 on every sample at the start (relu, its input never above 0), and every gradient is exactly 0: the loss cannot move.`
        : `${everyUnit(of, layer)} 0 on every sample at the start (relu, its input never above 0): no signal and no gradient passes through ${layer}; only what goes around it or comes after it can learn.`,
      help: "Start from other weights or another seed, shift the inputs to both signs, give the layer positive biases, or use leaky-relu.",
    };
  const verb = units.length === 1 ? "is" : "are";
  const lasting = first
    ? "their weights get no gradient and never move"
    : "their weights get no gradient until the layers before them change that";
  return {
    message: `${counted(units.length, "unit")} of ${of} of ${layer} (${numbers(units)}) ${verb} 0 on every sample at the start (relu, input never above 0): ${units.length === 1 ? lasting.replace("their", "its").replace("them", "it") : lasting}.`,
    help: "Count on the other units only; for more, start from other weights or another seed, or use leaky-relu.",
  };
}

function everyUnit(of: number, layer: string): string {
  return of === 1 ? `The only unit of ${layer} is` : `All ${of} units of ${layer} are`;
}

const MOST_NAMED = 8;

function numbers(units: readonly number[]): string {
  const shown = units.slice(0, MOST_NAMED).join(", ");
  return units.length > MOST_NAMED ? `${shown}, …` : shown;
}
