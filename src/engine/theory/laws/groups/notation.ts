/** Law families in the notation of the papers: U for weight matrices of linear layers, W elsewhere. */
import { entry, inner, norm, product, square, sum, symbol, transpose, type Formula } from "../../../findings/formula";
import type { WeightNames } from "../../../model/block";
import type { Block, Network } from "../../../model/network";
import type { Touch } from "../../../model/wires";
import type { LawFamily } from "./group";

type Letters = keyof WeightNames["inLaws"];

/** U_2, b_1, u_3 (diagonal); U_{3,1} where a layer takes from several. */
export function nameOf(network: Network, { layer, source, names }: Block, letters: Letters): Formula {
  const from = source !== null && network.layers[layer].sources.length > 1 ? [source + 1] : [];
  return symbol(names.inLaws[letters], [layer + 1, ...from]);
}

/**
 * U_2ᵀ U_2 - U_1 U_1ᵀ - b_1 b_1ᵀ; with a partner, its tensors on the right. Of tensors that are no matrices the entry j, k.
 */
export function gramsOf(network: Network, family: LawFamily, letters: Letters): Formula {
  const { incoming, outgoing } = family.partner ?? family;
  if ([...family.incoming, ...family.outgoing].some(({ block }) => block.dims !== undefined))
    return sum(
      family.outgoing.map((touch, i) => slices(network, touch, outgoing[i], letters, ":,")),
      family.incoming.map((touch, i) => slices(network, touch, incoming[i], letters, "")),
    );
  const name = ({ block }: Touch): Formula => nameOf(network, block, letters);
  return sum(
    family.outgoing.map((touch, i) => product(transpose(name(touch)), name(outgoing[i]))),
    family.incoming.map((touch, i) => product(name(touch), transpose(name(incoming[i])))),
  );
}

/** ⟨W[:,j], W[:,k]⟩ of readers, ⟨W[j], W[k]⟩ of writers: sums over all other axes. */
function slices(network: Network, first: Touch, second: Touch, letters: Letters, before: string): Formula {
  const [one, other] = [nameOf(network, first.block, letters), nameOf(network, second.block, letters)];
  const [j, k] = [entry(one, `${before}j`), entry(other, `${before}k`)];
  return first.block.names.shape === "list" ? product(j, k) : inner(j, k);
}

/** The squared norm of a neuron's row, or of its column in what reads it; of a bias or a diagonal weight, its square. */
export function squareOf(network: Network, { block, port }: Touch, side: "writer" | "reader"): Formula {
  const symbol = nameOf(network, block, "other");
  const line = side === "writer" || port.byRows === true ? "j,:" : ":,j";
  return square(block.names.shape === "list" ? entry(symbol, "j") : norm(entry(symbol, line)));
}

/** layer1[0], layer1[1], … */
export function neuronsOf(name: string, units: readonly number[]): string[] {
  return units.map((j) => `${name}[${j}]`);
}

/** 0, …, n - 1 */
export function firstUnits(n: number): number[] {
  return Array.from({ length: n }, (_, j) => j);
}
