/**
 * x + branch, or x + α branch with one trained number (ReZero) or one for each channel (LayerScale). What is added lies on one wire:
 * the stream. A number before the branch may be rescaled against what writes the branch.
 */
import { t } from "../../findings/language";
import { FACTORS, ONE_FACTOR } from "../port";
import { gains, sameEverywhere } from "../program/wirings";
import { sameShape, sizeOf } from "../shape";
import type { BlockKind, Signal } from "./block";
import { tensorNames } from "./matrices";
import { branchDiffers, residualNeedsTwo } from "./words";
import { RESIDUAL } from "./property-words";

export const residual: BlockKind = {
  words: RESIDUAL,
  needs: [],
  takes: ["body", "gain", "activation", "slope", "from", "train"],
  snippet: {
    description: t`A residual connection`,
    properties: { gain: "${1:none}" },
  },
  oneSource: null,
  alone: false,
  names: { letter: "α", inLaws: { linear: "α", other: "α" }, shape: "list" },
  shape: (_, sources) => {
    if (sources.length !== 2) return residualNeedsTwo(sources.length);
    const [stream, branch] = sources;
    return sameShape(stream, branch) ? stream : branchDiffers(stream, branch);
  },
  build({ own = {} }, site) {
    const { program, wires, sources } = site;
    const [stream, branch] = sources;
    const { shape } = stream;
    if (!isPlain(stream) || !isPlain(branch)) for (const { wire } of sources) wires.fix(wire);
    const { gain = "none" } = own;
    if (gain === "none") {
      const wire = wires.join(stream.wire, branch.wire);
      site.lead(wire);
      return { value: program.add([stream.value, branch.value]), shape, wire, as: shape };
    }
    const one = gain === "scalar";
    const wiring = one ? sameEverywhere(sizeOf(shape)) : gains(shape);
    const rows = one ? 1 : shape.channels;
    const made = site.tensor({
      tensor: "gain",
      names: tensorNames("α", "list"),
      // ReZero begins without its branch, LayerScale with little of it.
      start: one ? 0 : 1e-5,
      rows,
      columns: 1,
      source: 1,
      wiring,
      fan: { in: 1, out: 1 },
    });
    const port = one ? ONE_FACTOR : FACTORS;
    wires.read(branch.wire, { block: made.block, port });
    wires.write(stream.wire, { block: made.block, port });
    site.lead(stream.wire);
    const scaled = program.contract(made.value, branch.value, wiring);
    return { value: program.add([stream.value, scaled]), shape, wire: stream.wire, as: shape };
  },
};

/** Its numbers are its wire's channels, as they were written. */
function isPlain({ shape, as, degree }: Signal): boolean {
  return sameShape(shape, as) && degree === undefined;
}
