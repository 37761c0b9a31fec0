/**
 * A norm (joints/normalization.ts), then gains γ and, of all but an RMS norm, shifts β, one for each channel. A layer norm and an RMS norm are
 * over the channels, at every position; a group norm is over the channels of a group at all positions; a batch norm over all samples of
 * the batch, and positions, channel by channel (joints/batch-normalization.ts), as in training. What it reads may be
 * rescaled as a whole (group by group, channel by channel) only without eps, and but for an RMS norm it does not see a number added to
 * all of them. Its gains may be rescaled against what reads them.
 *
 * With as many groups as channels, on a sequence whose tokens are the samples of a batch, a group norm is a batch norm too.
 */
import { t } from "../../findings/language";
import type { Port } from "../port";
import { FACTORS, rowsPort } from "../port";
import type { Groups } from "../joints/joint";
import { batchNormalization } from "../joints/batch-normalization";
import { normalization } from "../joints/normalization";
import { gains } from "../program/wirings";
import { isVector, positionsOf, sameShape, unitAt, type Shape } from "../shape";
import type { BlockKind, BuildSite } from "./block";
import type { LayerOwn } from "./properties";
import { plusBias, tensorNames } from "./matrices";
import { GROUPS_OF_A_GROUP_NORM, NORM, normGroupsDoNotDivide } from "./words";

export const norm: BlockKind = {
  words: NORM,
  needs: ["norm"],
  takes: ["norm", "groups", "eps", "affine", "activation", "slope", "from", "train"],
  snippet: { description: t`A layer norm or RMS norm`, properties: { norm: "${1:layer}" } },
  oneSource: t`norms one source`,
  alone: false,
  names: { letter: "γ", inLaws: { linear: "γ", other: "γ" }, shape: "list" },
  shape({ own = {} }, [source]) {
    const { norm: kind, groups = 1 } = own;
    if (kind !== "group") return groups === 1 ? source : GROUPS_OF_A_GROUP_NORM;
    return source.channels % groups === 0 ? source : normGroupsDoNotDivide(groups, source.channels);
  },
  build({ own = {} }, site) {
    const { program, wires, sources } = site;
    const [{ value, shape }] = sources;
    const { norm: kind = "layer", groups = 1, eps = 1e-5, affine = "yes" } = own;
    const { channels } = shape;
    const centred = kind !== "rms";
    readAs(site, kind, groups, eps);
    const by = kind === "batch" ? batchNormalization(eps) : normalization(centred ? "layer" : "rms", eps);
    const normed = program.jointly(value, by, togetherOf(shape, kind, groups));
    const wire = site.open(channels);
    if (affine === "no") {
      wires.fix(wire);
      if (kind === "layer") wires.centre(wire);
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

/** What the wire before it may still be changed by. */
function readAs(
  { wires, sources: [{ shape, wire, as }] }: BuildSite,
  kind: NormKind,
  groups: number,
  eps: number,
): void {
  const alike = sameShape(shape, as);
  if (kind === "layer" || kind === "rms") wires.normalize(wire, kind === "layer" && alike, eps);
  else if (alike) {
    const parts = Array.from({ length: shape.channels }, (_, c) => (kind === "batch" ? c : groupOf(shape, groups, c)));
    // Over samples or positions: what is the same at all of them is not seen.
    wires.normalizeParts(wire, parts, kind === "batch" || !isVector(shape), eps);
  } else wires.fix(wire);
}

type NormKind = NonNullable<LayerOwn["norm"]>;

function togetherOf(shape: Shape, kind: NormKind, groups: number): Groups {
  if (kind === "group") return byGroups(shape, groups);
  return kind === "batch" ? byGroups(shape, shape.channels) : byPositions(shape);
}

function byPositions(shape: Shape): Groups {
  const { channels } = shape;
  return {
    count: positionsOf(shape),
    members: (p) => Array.from({ length: channels }, (_, c) => unitAt(shape, c, p)),
  };
}

function byGroups(shape: Shape, groups: number): Groups {
  const [size, positions] = [shape.channels / groups, positionsOf(shape)];
  return {
    count: groups,
    members: (group) =>
      Array.from({ length: size * positions }, (_, i) =>
        unitAt(shape, group * size + Math.floor(i / positions), i % positions),
      ),
  };
}

function groupOf({ channels }: Shape, groups: number, channel: number): number {
  return Math.floor((channel * groups) / channels);
}
