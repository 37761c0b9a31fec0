/**
 * Down (σ(Gate x) ∘ Up x): a gated feed-forward block (GLU, SwiGLU), as in LLaMA, at every token of a sequence. A unit of the
 * product may be rescaled between Up and Down, since the product is linear in Up x; where σ is positively homogeneous or the
 * identity, between Gate and Down as well.
 */
import { activationNamed, sigmaOf, type ActivationName } from "../activations";
import { RESCALINGS } from "../changes";
import { columnsPort, rowsPort } from "../port";
import { diagonal } from "../program/wirings";
import { sizeOf } from "../shape";
import { WITHOUT_UNITS, type BlockKind } from "./block";
import { multiplied, plusBias, readBy, readsColumns, withChannels, writesRows } from "./matrices";
import { gatedReadsVectors } from "./words";

export const gated: BlockKind = {
  words:
    "A gated block: `y = Down (gate(Gate x) ∘ Up x)`, at every token, as wide as its source. `gate` may be `identity`.",
  needs: ["hidden"],
  takes: ["hidden", "gate", ...WITHOUT_UNITS],
  snippet: { description: "A gated feed-forward block", properties: { hidden: "^${1:8}", gate: "${2:silu}" } },
  oneSource: "gates one source",
  alone: false,
  names: { letter: "W", inLaws: { linear: "W", other: "W" }, shape: "list" },
  shape: (_, [source]) => (source.fastest === "positions" ? gatedReadsVectors(source) : source),
  build({ own = {}, bias = false }, site) {
    const { program, wires, sources } = site;
    const [{ shape }] = sources;
    const { hidden = 1, gate: name = "silu" } = own;
    const inner = withChannels(shape, hidden);
    const activation = activationNamed(name as ActivationName, undefined);
    const { below, homogeneous } = sigmaOf(activation);
    const gate = readBy(site, 0, "gate", "G", hidden);
    const gateBias = bias ? plusBias(site, gate.value, inner, "gate bias", "g") : null;
    const up = readBy(site, 0, "up", "U", hidden);
    const upBias = bias ? plusBias(site, up.value, inner, "up bias", "u") : null;
    const bent = program.map((gateBias ?? gate).value, activation);
    const product = program.contract(bent, (upBias ?? up).value, diagonal(sizeOf(inner)));
    const down = multiplied(site, { value: product, shape: inner }, 0, "down", "D", shape.channels);
    // Changes of a unit that Down undoes: of what comes up, and of what gates it where the gate lets them through.
    for (const [part, partBias] of [
      [up, upBias] as const,
      ...(below === 1 || homogeneous === 1 ? [[gate, gateBias] as const] : []),
    ]) {
      const wire = site.open(hidden, part === up ? "up" : "gate");
      writesRows(site, wire, part.block);
      if (partBias !== null) writesRows(site, wire, partBias.block);
      readsColumns(site, wire, down.block);
      wires.restrict(wire, RESCALINGS);
    }
    const writers = [gate, gateBias, up, upBias].flatMap((one) => (one === null ? [] : [one.block]));
    site.alike({
      word: "unit",
      size: 1,
      count: hidden,
      touches: (unit) => [
        ...writers.map((block) => ({ block, port: rowsPort(block.columns, unit) })),
        { block: down.block, port: columnsPort(down.block.rows, hidden, unit) },
      ],
    });
    const wire = site.open(shape.channels);
    writesRows(site, wire, down.block);
    return { value: down.value, shape, wire, as: shape };
  },
};
