/**
 * A norm over the channels, at every position (joints/normalization.ts), then gains γ and, of a layer norm, shifts β, one for each
 * channel. What it reads may be rescaled as a whole only without eps, and a layer norm does not see a number added to all channels. Its
 * gains may be rescaled against what reads them.
 */
import type { Port } from "../port";
import { FACTORS, rowsPort } from "../port";
import { normalization } from "../joints/normalization";
import { gains } from "../program/wirings";
import { positionsOf, sameShape, unitAt } from "../shape";
import type { BlockKind } from "./block";
import { plusBias, tensorNames } from "./matrices";
import { NORM } from "./words";

export const norm: BlockKind = {
  words: NORM,
  needs: ["norm"],
  takes: ["norm", "eps", "affine", "from", "train"],
  snippet: { description: "A layer norm or RMS norm", properties: { norm: "${1:layer}" } },
  oneSource: "norms one source",
  alone: false,
  names: { letter: "γ", inLaws: { linear: "γ", other: "γ" }, shape: "list" },
  shape: (_, [source]) => source,
  build({ own = {} }, site) {
    const { program, wires, sources } = site;
    const [{ value, shape, wire: read, as }] = sources;
    const { norm: kind = "layer", eps = 1e-5, affine = "yes" } = own;
    const { channels } = shape;
    const centred = kind === "layer";
    wires.normalize(read, centred && sameShape(shape, as), eps);
    const positions = positionsOf(shape);
    const groups = {
      count: positions,
      members: (p: number) => Array.from({ length: channels }, (_, c) => unitAt(shape, c, p)),
    };
    const normed = program.jointly(value, normalization(kind, eps), groups);
    const wire = site.open(channels);
    if (affine === "no") {
      wires.fix(wire);
      if (centred) wires.centre(wire);
      return { value: normed, shape, wire, as: shape };
    }
    const fan = { in: 1, out: 1 };
    const gain = site.tensor({
      tensor: "gain",
      names: tensorNames("γ", "list"),
      start: 1,
      rows: channels,
      columns: 1,
      source: 0,
      wiring: gains(shape),
      fan,
    });
    const scaled = program.contract(gain.value, normed, gains(shape));
    const write = (block: typeof gain.block, port: Port): void => wires.write(wire, { block, port });
    write(gain.block, FACTORS);
    if (!centred) return { value: scaled, shape, wire, as: shape };
    const shifted = plusBias(site, scaled, shape, "shift", "β");
    write(shifted.block, rowsPort(1));
    return { value: shifted.value, shape, wire, as: shape };
  },
};
