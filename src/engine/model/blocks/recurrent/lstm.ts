/**
 * As nn.LSTM, rows of W_ih and W_hh in the order i, f, g, o:
 *   i, f, o = sigmoid(W_i x + b_i + W_h h + b_h),   g = tanh(…),   c' = f ∘ c + i ∘ g,   h' = o ∘ tanh(c').
 */
import { t } from "../../../findings/language";
import { activationNamed } from "../../activations";
import { cut } from "../../program/placements";
import type { Value } from "../../program/program";
import { diagonal } from "../../program/wirings";
import type { BlockKind } from "../block";
import { RECURRENT, statesOf, summed, unrolled } from "./unrolled";
import { LSTM } from "./words";

export const lstm: BlockKind = {
  ...RECURRENT,
  words: LSTM,
  takes: ["hidden", "outputs", "bias", "train", "from"],
  snippet: { description: t`Long short-term memory`, properties: { hidden: "^${1:4}" } },
  build(layer, site) {
    const { own = {} } = layer;
    const { program, wires } = site;
    const of = unrolled(layer, site, 4);
    const { hidden: n } = of;
    const [sigmoid, tanh] = [activationNamed("sigmoid", undefined), activationNamed("tanh", undefined)];
    const states: Value[] = [];
    let cell: Value | null = null;
    for (let t = 0; t < of.tokens; t++) {
      const rows = summed(site, [of.input(t), of.state(states.at(-1) ?? null)]);
      const gate = (g: number): Value => program.map(cut(program, rows, g * n, n), g === 2 ? tanh : sigmoid);
      const written = program.contract(gate(0), gate(2), diagonal(n));
      cell = cell === null ? written : program.add([program.contract(gate(1), cell, diagonal(n)), written]);
      states.push(program.contract(gate(3), program.map(cell, tanh), diagonal(n)));
    }
    const wire = site.open(n);
    wires.fix(wire);
    return statesOf(site, states, wire, own);
  },
};
