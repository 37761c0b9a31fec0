/** Law families in the notation of the papers: U for weight matrices of linear layers, W elsewhere. */
import { entry, inner, norm, product, square, sum, symbol, transpose, type Formula } from "../../../findings/formula";
import type { WeightNames } from "../../../model/block";
import { compile } from "../../../model/compile";
import type { Block, Network } from "../../../model/network";
import type { Slice, Touch } from "../../../model/wires";
import type { LawFamily, QuadraticLaws } from "./group";

type Letters = keyof WeightNames["inLaws"];

/** U_2, b_1, u_3 (diagonal); U_{3,1} where a layer takes from several; G_{2,0} of its first expert. */
export function nameOf(network: Network, { layer, source, names }: Block, letters: Letters): Formula {
  const from = source !== null && network.layers[layer].sources.length > 1 ? [source + 1] : [];
  const member = names.member === undefined ? [] : [names.member];
  return symbol(names.inLaws[letters], [layer + 1, ...from, ...member]);
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
  const reader = (touch: Touch): Formula => sliceOf(network, touch, "reader", letters);
  const writer = (touch: Touch): Formula => sliceOf(network, touch, "writer", letters);
  return sum(
    family.outgoing.map((touch, i) =>
      touch.port.byRows === true
        ? product(reader(touch), transpose(reader(outgoing[i])))
        : product(transpose(reader(touch)), reader(outgoing[i])),
    ),
    family.incoming.map((touch, i) =>
      touch.port.byColumns === true
        ? product(transpose(writer(touch)), writer(incoming[i]))
        : product(writer(touch), transpose(writer(incoming[i]))),
    ),
  );
}

/** ⟨W[:,j], W[:,k]⟩ of readers, ⟨W[j], W[k]⟩ of writers: sums over all other axes. */
function slices(network: Network, first: Touch, second: Touch, letters: Letters, before: string): Formula {
  const [one, other] = [nameOf(network, first.block, letters), nameOf(network, second.block, letters)];
  const [j, k] = [entry(one, `${before}j`), entry(other, `${before}k`)];
  return first.block.names.shape === "list" ? product(j, k) : inner(j, k);
}

/**
 * The squared norm of a neuron's row, or of its column in what reads it; of a bias or a diagonal weight, its square; or that of `all` rows.
 */
export function squareOf(
  network: Network,
  touch: Touch,
  side: "writer" | "reader",
  index: "j" | "p" | "all" = "j",
): Formula {
  const { block, port } = touch;
  const symbol = sliceOf(network, touch, side, "other");
  if (index === "all") return square(norm(symbol));
  const line = isByRows(port, side) ? `${index},:` : `:,${index}`;
  const isNumber = block.names.shape === "list" && index === "j";
  return square(isNumber ? entry(symbol, index) : norm(entry(symbol, block.names.shape === "list" ? index : line)));
}

/** A tensor, or the rows of it (columns, of what reads by columns) that are meant. */
export function sliceOf(
  network: Network,
  { block, port, slice }: Touch,
  side: "writer" | "reader",
  letters: Letters,
): Formula {
  const name = nameOf(network, block, letters);
  if (slice === undefined) return name;
  return entry(name, isByRows(port, side) ? sliceText(slice) : `:,${sliceText(slice)}`);
}

/** 0:4 */
export function sliceText({ from, to }: Slice): string {
  return `${from}:${to}`;
}

function isByRows(port: Touch["port"], side: "writer" | "reader"): boolean {
  return side === "writer" ? port.byColumns !== true : port.byRows === true;
}

/** One law for each neuron or part: [0, 0], [1, 1], … */
export const ONE_FOR_EACH: QuadraticLaws = {
  order: 2,
  pairs: ({ size }) => firstUnits(size).map((j) => [j, j]),
  whole: false,
};

/** layer1[0], layer1[1], … */
export function neuronsOf(name: string, units: readonly number[]): string[] {
  return units.map((j) => `${name}[${j}]`);
}

/** 0, …, n - 1 */
export function firstUnits(n: number): number[] {
  return Array.from({ length: n }, (_, j) => j);
}

/** Whether a number may be added to all of its channels: it meets the wire by a matrix that no other layer uses. */
export function isFree(network: Network, { block, port }: Touch): boolean {
  return port.allows.kind === "mixing" && port.allows.parts === "one" && !compile(network).shared.has(block);
}
