/**
 * h_t = σ(U x_t + b + W h_(t-1) + c), as nn.RNN. The state is one wire that W writes and reads: where σ is the identity, every T on it
 * may be undone (W → T W T⁻¹), and W Wᵀ − Wᵀ W + U Uᵀ + b bᵀ + c cᵀ − (readers) is constant; where σ is homogeneous, its diagonal.
 * With diagonal recurrence W is one number for each state, which any rescaling leaves alone (a state-space model), and any phase where
 * numbers are complex: of the state's two real numbers, U's rows are rescaled together, |U_i|² − |V_i|²; of low rank
 * W = M N also T on the few numbers between is undone, N → T N and M → M T⁻¹.
 */
import { t } from "../../../findings/language";
import { activationNamed, sigmaOf, type ActivationName } from "../../activations";
import { EVERY, NO_CHANGE, RESCALINGS, type Changes } from "../../changes";
import type { Sigma } from "../../activations/activation";
import type { Value } from "../../program/program";
import type { BlockKind } from "../block";
import { readsColumns, writesRows } from "../matrices";
import { RECURRENT, statesOf, summed, unrolled } from "./unrolled";
import { RNN } from "./words";

export const rnn: BlockKind = {
  ...RECURRENT,
  words: RNN,
  takes: ["hidden", "nonlinearity", "recurrence", "rank", "outputs", "bias", "train", "from"],
  snippet: { description: t`A recurrent layer`, properties: { hidden: "^${1:4}", nonlinearity: "${2:tanh}" } },
  build(layer, site) {
    const { own = {} } = layer;
    const { program, wires } = site;
    const activation = activationNamed((own.nonlinearity ?? "tanh") as ActivationName, undefined);
    const of = unrolled(layer, site, 1);
    const states: Value[] = [];
    for (let t = 0; t < of.tokens; t++) {
      const before = summed(site, [of.input(t), of.state(states.at(-1) ?? null)]);
      states.push(sigmaOf(activation).below === 1 ? before : program.map(before, activation));
    }
    const wire = site.open(of.hidden);
    for (const block of [of.fromInput, ...of.biases]) writesRows(site, wire, block);
    const { blocks } = of.fromState;
    if (own.recurrence === "diagonal") wires.restrict(wire, RESCALINGS);
    else if (own.recurrence === "complex")
      wires.restrict(wire, { kind: "scaling", parts: pairs(of.hidden), phases: true });
    else {
      const [out, into] = [blocks[0], blocks[blocks.length - 1]];
      writesRows(site, wire, out);
      readsColumns(site, wire, into);
      if (blocks.length > 1) {
        const between = site.open(into.rows, "state");
        writesRows(site, between, into);
        readsColumns(site, between, out);
      }
    }
    wires.restrict(wire, allowedBy(sigmaOf(activation)));
    return statesOf(site, states, wire, own);
  },
};

function pairs(numbers: number): number[] {
  return Array.from({ length: numbers }, (_, j) => Math.floor(j / 2));
}

function allowedBy({ below, homogeneous }: Sigma): Changes {
  return below === 1 ? EVERY : homogeneous === 1 ? RESCALINGS : NO_CHANGE;
}
