/**
 * The formula of a law family in the notation of the papers: U for weight matrices of linear layers, W elsewhere.
 */
import { entry, norm, product, square, sum, symbol, transpose, type Formula } from "../../findings/formula";
import type { Block, Network } from "../../model/network";
import type { LawFamily } from "./families";
import { CROSS_REFERENCE } from "./words";

export function lawFormula(network: Network, family: LawFamily): Formula {
  const grams = (letter: "U" | "W"): Formula => {
    const { incoming, outgoing } = family.partner ?? family;
    return sum(
      family.outgoing.map((b, i) => product(transpose(name(network, b, letter)), name(network, outgoing[i], letter))),
      family.incoming.map((b, i) => product(name(network, b, letter), transpose(name(network, incoming[i], letter)))),
    );
  };
  switch (family.kind) {
    case "matrix":
    case "cross":
      return grams("U");
    case "together":
      return entry({ is: "brackets", of: grams("W") }, "j,k");
    case "sum":
      return {
        is: "list",
        of: family.incoming.map((b) => ({
          is: "sum-over",
          variable: "i",
          of: entry(name(network, b, "W"), b.source === null ? "i" : "i,j"),
        })),
      };
    case "rescaling": {
      const { degree } = family;
      const minus = family.outgoing.map((b) => squareOf(network, b, ":,j"));
      return sum(
        family.incoming.map((b) => squareOf(network, b, "j,:")),
        degree === undefined ? minus : minus.map((of) => ({ is: "multiple", times: degree, of })),
      );
    }
    case "frozen":
      return { is: "list", of: family.incoming.map((b) => name(network, b, "W")) };
  }
}

/** Where the laws come from, with the statement's number. */
export const FAMILY_REFERENCE: Record<LawFamily["kind"], string> = {
  matrix: "arXiv:2307.00144, section 4 (linear networks); arXiv:2506.06194, Prop. 3.5",
  rescaling: "arXiv:2307.00144, section 4 (rescaling symmetry of a neuron); arXiv:2506.06194, Prop. 3.5",
  cross: CROSS_REFERENCE,
  together: "proof in docs/mathematics.md, “Laws of the network”",
  sum: "arXiv:2506.06194, Prop. 3.11",
  frozen: "zero gradient: on no path from the input to the output",
};

export const FAMILY_KIND: Record<LawFamily["kind"], string> = {
  matrix: "rotations of a linear hidden layer",
  cross: "rotations between linear layers side by side",
  rescaling: "rescaling of a neuron",
  together: "rotations among neurons that switch together",
  sum: "sums over the outputs",
  frozen: "weights that never move",
};

/** U_2, b_1, u_3 (diagonal); U_{3,1} where a layer takes from several. */
function name(network: Network, block: Block, letter: string): Formula {
  const layer = block.layer + 1;
  if (block.source === null) return symbol("b", [layer]);
  const from = network.layers[block.layer].sources.length > 1 ? [block.source + 1] : [];
  return symbol(block.kind === "diagonal" ? letter.toLowerCase() : letter, [layer, ...from]);
}

/** The squared norm of a neuron's row or column; of a bias or a diagonal weight, its square. */
function squareOf(network: Network, block: Block, line: "j,:" | ":,j"): Formula {
  const symbol = name(network, block, "W");
  return square(block.kind === "dense" ? norm(entry(symbol, line)) : entry(symbol, "j"));
}
