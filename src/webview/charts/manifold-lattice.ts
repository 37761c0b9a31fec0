/** All symmetry-induced manifolds of a network with one hidden layer, with the place of the initialization. */
import type { LatticeNode } from "../../engine/findings/lattice";
import type { Report } from "../../engine/report/types";
import { numbers, words } from "../../engine/report/table";
import type { LatticeChart } from "./lattice-chart";
import { latticeCaption } from "./words";
import { t } from "../../engine/findings/language";

const FAMILY = {
  partitions: t`partitions`,
  "partitions-with-zero": t`partitions with a zero block`,
  "signed-partitions": t`signed partitions with a zero block`,
} as const;

/** `null` where there is no lattice, or too many manifolds to draw. */
export function latticeChart({ symmetry: { lattice } }: Report): LatticeChart | null {
  if (lattice === null || lattice.nodes === null || lattice.nodes.length < 2) return null;
  const { nodes, covers, here, neurons, family } = lattice;
  const caption = latticeCaption(nodes.length, FAMILY[family], neurons);
  return {
    kind: "lattice",
    id: "manifold-lattice",
    title: t`Lattice of manifolds`,
    caption,
    description: caption,
    nodes: nodes.map((node) => ({ label: nodeLabel(node), level: node.dimension })),
    edges: covers,
    marked: here,
    markedLabel: t`the start`,
    levelTitle: t`dimension`,
    table: {
      id: "manifold-lattice",
      title: t`Lattice of manifolds`,
      columns: [words(t`blocks of neurons`), numbers(t`dimension`), words(t`the start`)],
      rows: nodes.map((node, i) => [nodeLabel(node), node.dimension, i === here ? t`here` : null]),
    },
  };
}

/** "{0, −2} {1} 0: {3}": neurons of one block move together, a minus sign means mirrored or opposite. */
export function nodeLabel({ blocks, zero }: LatticeNode): string {
  const moving = blocks.map(
    (block) => `{${block.map(({ unit, sign }) => `${sign < 0 ? "−" : ""}${unit}`).join(", ")}}`,
  );
  return [...moving, ...(zero.length === 0 ? [] : [`0: {${zero.join(", ")}}`])].join(" ");
}
