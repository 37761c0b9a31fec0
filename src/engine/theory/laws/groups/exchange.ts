/**
 * Two convolutions that commute: from one channel through n to one, with kernels of one shape, the first without strides, the
 * second without padding. The output is that of the kernel  sum_i u_i * v_i,  and u * v = v * u; so besides GL(n) also
 * (u, v) -> (u + ε K v, v + ε K u) for antisymmetric K leaves the function unchanged, and
 *   <u_j, v_k> - <u_k, v_j>
 * is conserved: its rate is <u_j, G ⋆ u_k> + <G ⋆ v_j, v_k> less the same with j and k exchanged, and ⋆, the correlation with
 * the gradient G by the common kernel, is symmetric in what it pairs. The group is O(n, n).
 */
import { entry, inner, sum } from "../../../findings/formula";
import type { Network } from "../../../model/network";
import { compile } from "../../../model/compile";
import type { Touch } from "../../../model/wires";
import type { Found, LawFamily, LawGroup, Strand } from "./group";
import { matrix } from "./matrix";
import { firstUnits, nameOf, neuronsOf } from "./notation";
import { t, word } from "../../../findings/language";

export const exchange: LawGroup = {
  name: "exchange",
  title: word`exchanges of two convolutions that commute`,
  reference: "proof in docs/mathematics.md, “Convolutions”",
  laws: { order: 2, pairs: pairsOf, whole: false },
  formula(network, { incoming: [u], outgoing: [v] }) {
    const [first, second] = [nameOf(network, u.block, "linear"), nameOf(network, v.block, "linear")];
    return sum([inner(entry(first, "j"), entry(second, ":,k"))], [inner(entry(first, "k"), entry(second, ":,j"))]);
  },
  labels: (_, family) =>
    pairsOf(family).map((pair) => {
      const [first, second] = neuronsOf(family.name, pair);
      return t`${first} with ${second}`;
    }),
  drifting: (_, { name }) => t`exchanges of the kernels before and behind ${name}`,

  between: (network, families) =>
    families.flatMap((family): Found[] => {
      const { group, layer, name, incoming, outgoing, size, members } = family;
      if (group !== matrix || members !== undefined || size < 2 || !commute(network, family)) return [];
      const [[u], [v]] = [incoming, outgoing];
      const strands: Strand[] = [
        { sign: 1, first: kernels(u), second: kernels(v) },
        { sign: -1, first: kernels(v), second: kernels(u) },
      ];
      const count = (size * (size - 1)) / 2;
      return [{ id: `exchange:${name}`, layer, name, incoming, outgoing, strands, size, count }];
    }),
};

/** (k, j) with k < j. */
function pairsOf({ size }: Pick<LawFamily, "size">): [number, number][] {
  return firstUnits(size).flatMap((j) => firstUnits(j).map((k): [number, number] => [k, j]));
}

/** A kernel after the other, one for each channel between. */
function kernels({ block: { offset, dims = [] } }: Touch): Strand["first"] {
  const count = dims.slice(2).reduce((product, length) => product * length, 1);
  return { count, at: (j, c) => offset + j * count + c };
}

function commute(network: Network, { layer, incoming, outgoing }: LawFamily): boolean {
  if (incoming.length !== 1 || outgoing.length !== 1) return false;
  const [{ block: before }, { block: behind }] = [incoming[0], outgoing[0]];
  const [first, second] = [before, behind].map(({ dims = [] }) => dims);
  // From the first convolution's channels straight into the second.
  if (before.layer !== layer || behind.source !== layer || compile(network).layers[layer].shape.extents.length === 0)
    return false;
  const [own, next] = [network.layers[layer].own ?? {}, network.layers[behind.layer].own ?? {}];
  const along = (value: number | readonly number[] | undefined, usual: number): string =>
    first
      .slice(2)
      .map((_, axis) => (value === undefined ? usual : typeof value === "number" ? value : value[axis]))
      .join();
  return (
    first.length > 2 &&
    first.length === second.length &&
    first.slice(2).join() === second.slice(2).join() &&
    first[1] === 1 &&
    second[0] === 1 &&
    second[1] === first[0] &&
    along(own.stride, 1) === along(undefined, 1) &&
    along(next.padding, 0) === along(undefined, 0) &&
    along(own.dilation, 1) === along(next.dilation, 1)
  );
}
