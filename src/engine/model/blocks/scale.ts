/**
 * c x: a given number c, and where that is asked for a trained one, or one for each channel, that begin at 1. A given number changes
 * nothing of what a wire allows; trained ones write a wire of their own and read the one before. With one number added to all of it, where
 * that is asked for (Fixup, arXiv:1901.09321), which leaves of what its wire allows one factor for all channels.
 */
import { t } from "../../findings/language";
import { FACTORS, ONE_FACTOR } from "../port";
import { exactly } from "../program/numbers";
import { everywhere, gains, sameEverywhere } from "../program/wirings";
import { grid, sameShape, sizeOf } from "../shape";
import type { BlockKind, BuildSite, Built } from "./block";
import type { LayerOwn } from "./properties";
import { tensorNames } from "./matrices";

export const scale: BlockKind = {
  words: t`\`value · x\`, and times trained gains where \`gain\` asks for them, which begin at 1.`,
  needs: [],
  takes: ["value", "gain", "shift", "activation", "slope", "bias", "train", "from"],
  snippet: { description: t`A multiple of a layer`, properties: { value: "^${1:0.5}" } },
  oneSource: t`scales one source`,
  alone: false,
  names: { letter: "g", inLaws: { linear: "g", other: "g" }, shape: "list" },
  shape: (_, [source]) => source,
  build({ own = {} }, site) {
    const made = scaledBy(own, site);
    return own.shift === "scalar" ? shifted(site, made) : made;
  },
};

function scaledBy(own: LayerOwn, site: BuildSite): Built {
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
}

/** Plus one number at all channels and positions. */
function shifted({ program, wires, tensor }: BuildSite, made: Built): Built {
  const { value, shape, wire, as, degree } = made;
  const wiring = everywhere(grid(1, [sizeOf(shape)]));
  const names = tensorNames("β", "list");
  const fan = { in: 0, out: 0 };
  const number = tensor({ tensor: "shift", names, start: 0, rows: 1, columns: 1, source: null, wiring, fan });
  // As biases are: behind an activation of degree 2 it would have to be changed by the square.
  if (sameShape(shape, as) && degree === undefined) wires.write(wire, { block: number.block, port: ONE_FACTOR });
  else wires.fix(wire);
  return { ...made, value: program.add([value, program.contract(number.value, program.one, wiring)]) };
}
