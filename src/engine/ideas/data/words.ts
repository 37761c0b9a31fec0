/** What is said of relu units that are 0 on every sample at the start. */
import { grouped } from "../../findings/words";
import type { DeadUnits } from "../../report/data/facts";
import { t } from "../../findings/language";

/** `still`: the gradient of the loss is exactly 0. */
export function deadWords(dead: DeadUnits, still: boolean): { readonly message: string; readonly help: string } {
  return dead.units.length === dead.of
    ? {
        message: still ? nothingMoves(dead) : nothingPasses(dead),
        help: t`Start from other weights or another seed, shift the inputs to both signs, give the layer positive biases, or use leaky-relu.`,
      }
    : {
        message: dead.units.length === 1 ? oneIsDead(dead) : someAreDead(dead),
        help: t`Count on the other units only; for more, start from other weights or another seed, or use leaky-relu.`,
      };
}

function nothingMoves({ of, layer }: DeadUnits): string {
  return of === 1
    ? t`The only unit of ${layer} is 0 on every sample at the start (relu, its input never above 0), and every gradient is exactly 0: the loss cannot move.`
    : t`All ${of} units of ${layer} are 0 on every sample at the start (relu, its input never above 0), and every gradient is exactly 0: the loss cannot move.`;
}

function nothingPasses({ of, layer }: DeadUnits): string {
  return of === 1
    ? t`The only unit of ${layer} is 0 on every sample at the start (relu, its input never above 0): no signal and no gradient passes through ${layer}; only what goes around it or comes after it can learn.`
    : t`All ${of} units of ${layer} are 0 on every sample at the start (relu, its input never above 0): no signal and no gradient passes through ${layer}; only what goes around it or comes after it can learn.`;
}

function oneIsDead({ layer, units, of, first }: DeadUnits): string {
  return first
    ? t`1 unit of ${of} of ${layer} (${numbers(units)}) is 0 on every sample at the start (relu, input never above 0): its weights get no gradient and never move.`
    : t`1 unit of ${of} of ${layer} (${numbers(units)}) is 0 on every sample at the start (relu, input never above 0): its weights get no gradient until the layers before it change that.`;
}

function someAreDead({ layer, units, of, first }: DeadUnits): string {
  const count = grouped(units.length);
  return first
    ? t`${count} units of ${of} of ${layer} (${numbers(units)}) are 0 on every sample at the start (relu, input never above 0): their weights get no gradient and never move.`
    : t`${count} units of ${of} of ${layer} (${numbers(units)}) are 0 on every sample at the start (relu, input never above 0): their weights get no gradient until the layers before them change that.`;
}

const MOST_NAMED = 8;

function numbers(units: readonly number[]): string {
  const shown = units.slice(0, MOST_NAMED).join(", ");
  return units.length > MOST_NAMED ? `${shown}, …` : shown;
}
