/**
 * As nn.GRU, rows of W_ih and W_hh in the order r, z, n:
 *   r, z = sigmoid(W_i x + b_i + W_h h + b_h),   n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn)),   h' = n − z ∘ (n − h).
 */
import { t } from "../../../findings/language";
import { activationNamed } from "../../activations";
import { cut, difference } from "../../program/placements";
import type { Value } from "../../program/program";
import { diagonal } from "../../program/wirings";
import type { BlockKind } from "../block";
import { RECURRENT, statesOf, summed, unrolled } from "./unrolled";
import { GRU } from "./words";

export const gru: BlockKind = {
  ...RECURRENT,
  words: GRU,
  takes: ["hidden", "outputs", "bias", "train", "from"],
  snippet: { description: t`Gated recurrent units`, properties: { hidden: "^${1:4}" } },
  build(layer, site) {
    const { own = {} } = layer;
    const { program, wires } = site;
    const of = unrolled(layer, site, 3);
    const { hidden: n } = of;
    const [sigmoid, tanh] = [activationNamed("sigmoid", undefined), activationNamed("tanh", undefined)];
    const states: Value[] = [];
    let h: Value | null = null;
    for (let t = 0; t < of.tokens; t++) {
      const [x, s] = [of.input(t), of.state(h)];
      const gate = (g: number): Value => {
        const own = [cut(program, x, g * n, n), s === null ? null : cut(program, s, g * n, n)];
        return program.map(summed(site, own), sigmoid);
      };
      const kept = s === null ? null : program.contract(gate(0), cut(program, s, 2 * n, n), diagonal(n));
      const candidate = program.map(summed(site, [cut(program, x, 2 * n, n), kept]), tanh);
      const change = h === null ? candidate : difference(program, candidate, h);
      h = difference(program, candidate, program.contract(gate(1), change, diagonal(n)));
      states.push(h);
    }
    const wire = site.open(n);
    wires.fix(wire);
    return statesOf(site, states, wire, own);
  },
};
