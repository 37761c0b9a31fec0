/**
 * The formula of a law family in LaTeX, in the notation of the papers: U for weight matrices of linear layers, W
 * elsewhere.
 */
import type { Block, Network } from "../../model/network";
import type { LawFamily } from "./families";
import { CROSS_REFERENCE } from "./words";

export function lawFormula(network: Network, family: LawFamily): string {
  switch (family.kind) {
    case "cross": {
      const partner = family.partner ?? family;
      const plus = family.outgoing.map(
        (b, i) => `${name(network, b, "U")}^{\\top} ${name(network, partner.outgoing[i], "U")}`,
      );
      const minus = family.incoming.map(
        (b, i) => `${name(network, b, "U")} ${name(network, partner.incoming[i], "U")}^{\\top}`,
      );
      return [plus.join(" + "), ...minus].join(" - ");
    }
    case "together": {
      const plus = family.outgoing.map((b) => `${name(network, b, "W")}^{\\top} ${name(network, b, "W")}`);
      const minus = family.incoming.map((b) => `${name(network, b, "W")} ${name(network, b, "W")}^{\\top}`);
      return `(${[plus.join(" + "), ...minus].join(" - ")})[j,k]`;
    }
    case "sum":
      return family.incoming
        .map((b) => `\\sum_i ${name(network, b, "W")}[${b.kind === "bias" ? "i" : "i,j"}]`)
        .join(",\\; ");
    case "matrix": {
      const plus = family.outgoing.map((b) => `${name(network, b, "U")}^{\\top} ${name(network, b, "U")}`);
      const minus = family.incoming.map((b) => `${name(network, b, "U")} ${name(network, b, "U")}^{\\top}`);
      return [plus.join(" + "), ...minus].join(" - ");
    }
    case "rescaling": {
      const plus = family.incoming.map((b) => rowNorm(network, b));
      const minus = family.outgoing.map((b) => `${family.degree ?? ""}${columnNorm(network, b)}`);
      return [plus.join(" + "), ...minus].join(" - ");
    }
    case "frozen":
      return family.incoming.map((b) => name(network, b, "W")).join(",\\; ");
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
function name(network: Network, block: Block, letter: string): string {
  const layer = block.layer + 1;
  if (block.kind === "bias") return `b_{${layer}}`;
  const from =
    network.layers[block.layer].sources.length > 1 ? `,${block.source === null ? "" : block.source + 1}` : "";
  return `${block.kind === "diagonal" ? letter.toLowerCase() : letter}_{${layer}${from}}`;
}

function rowNorm(network: Network, block: Block): string {
  const symbol = name(network, block, "W");
  return block.kind === "dense" ? `\\|${symbol}[j,:]\\|^2` : `${symbol}[j]^2`;
}

function columnNorm(network: Network, block: Block): string {
  const symbol = name(network, block, "W");
  return block.kind === "dense" ? `\\|${symbol}[:,j]\\|^2` : `${symbol}[j]^2`;
}
