/**
 * x to Z_1 x with dZ_s/ds = A_s Z_s, Z_0 = I: the flow of the matrices A_s at the nodes of a grid in depth (../path). A
 * flow is no bilinear map of its weights, so its wiring has no edges: it says so to whoever asks for them.
 */
import { t } from "../../findings/language";
import { CLOSED } from "../port";
import type { Wiring } from "../program/wirings";
import { vector } from "../shape";
import { sumOverSources, type BlockKind } from "./block";
import { LINEAR_ODE } from "./words";

export const linearOde: BlockKind = {
  words: LINEAR_ODE,
  needs: ["width", "grid"],
  takes: ["width", "grid"],
  snippet: {
    description: t`Infinite depth: a linear neural ODE`,
    properties: { width: "^${1:3}", grid: "^${2:32}" },
  },
  oneSource: null,
  alone: true,
  names: { letter: "A", inLaws: { linear: "A", other: "A" }, shape: "matrix" },
  shape: ({ units }) => vector(units),
  build: ({ units, grid = 0 }, site) =>
    sumOverSources(site, vector(units), () => ({
      rows: grid * units,
      columns: units,
      wiring: flow(units, grid),
      writes: CLOSED,
      reads: CLOSED,
    })),
};

function flow(units: number, nodes: number): Wiring {
  return {
    name: "flow",
    left: nodes * units * units,
    right: units,
    outputs: units,
    edgeCount: 0,
    oneEdgeEach: false,
    edges() {
      throw new Error("The weights of a linear-ode layer act through a flow, not edge by edge.");
    },
  };
}
