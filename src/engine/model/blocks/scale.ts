/**
 * c x: a given number c, and where that is asked for a trained one, or one for each channel, that begin at 1. A given number changes
 * nothing of what a wire allows; trained ones write a wire of their own and read the one before.
 */
import { FACTORS, ONE_FACTOR } from "../port";
import { exactly } from "../program/numbers";
import { gains, sameEverywhere } from "../program/wirings";
import { grid, sameShape, sizeOf } from "../shape";
import type { BlockKind } from "./block";
import { tensorNames } from "./matrices";

export const scale: BlockKind = {
  words: "`value · x`, and times trained gains where `gain` asks for them, which begin at 1.",
  needs: [],
  takes: ["value", "gain", "activation", "slope", "bias", "train", "from"],
  snippet: { description: "A multiple of a layer", properties: { value: "^${1:0.5}" } },
  oneSource: "scales one source",
  alone: false,
  names: { letter: "g", inLaws: { linear: "g", other: "g" }, shape: "list" },
  shape: (_, [source]) => source,
  build({ own = {} }, site) {
    const { program, wires } = site;
    const [{ shape, as, degree, ...signal }] = site.sources;
    const { value: by = 1, gain = "none" } = own;
    const size = sizeOf(shape);
    const value =
      by === 1 ? signal.value : program.contract(program.numbers(exactly(by)), signal.value, gains(grid(1, [size])));
    if (gain === "none") {
      site.lead(signal.wire);
      return { value, shape, wire: signal.wire, as, ...(degree === undefined ? {} : { degree }) };
    }
    const one = gain === "scalar";
    const wiring = one ? sameEverywhere(size) : gains(shape);
    const rows = one ? 1 : shape.channels;
    const fan = { in: 1, out: 1 };
    const names = tensorNames("g", "list");
    const made = site.tensor({ tensor: "gain", names, start: 1, rows, columns: 1, source: 0, wiring, fan });
    const port = one ? ONE_FACTOR : FACTORS;
    const touch = { block: made.block, port };
    if (sameShape(shape, as)) wires.read(signal.wire, degree === undefined ? touch : { ...touch, degree });
    else wires.fix(signal.wire);
    const wire = site.open(shape.channels);
    wires.write(wire, touch);
    return { value: program.contract(made.value, value, wiring), shape, wire, as: shape };
  },
};
