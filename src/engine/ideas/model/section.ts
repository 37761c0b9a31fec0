/** The network as the report shows it: its layers, its parameters, and the space φ maps into. */
import { blockKindOf } from "../../model/blocks";
import { shapeText } from "../../model/blocks/words";
import { sourceName, type Network } from "../../model/network";
import { isVector } from "../../model/shape";
import type { SpecPlaces } from "../../spec/read";
import type { LayerSummary, ModelSection } from "../../report/model/facts";
import { blocksOf, compile } from "../../model/compile";
import { familyOf, isGraph, phiKindOf, isPurePathLifting } from "../../model/structure";
import { hasFixed, fixedCount } from "../../model/fixed";
import { activationText, activationWritten } from "../../model/activations";
import { endToEndColumns } from "../../model/passes/transfer/linear";
import { pathCount, listPaths } from "../../model/paths";
import { MOST_PATHS } from "../../theory/metric/lifted";
import { t } from "../../findings/language";

export function modelSection(network: Network, parameters: number, places: SpecPlaces): ModelSection {
  const blocks = blocksOf(network);
  const lifted = liftedDimension(network);
  return {
    family: familyOf(network),
    parametrization: phiKindOf(network),
    parameters,
    ...(hasFixed(network) ? { fixed: fixedCount(network) } : {}),
    liftedDimension: lifted.dimension,
    ...(lifted.note === undefined ? {} : { note: lifted.note }),
    inputs: network.inputs,
    ...layoutOf(network),
    layers: network.layers.map((layer, index) => ({
      name: layer.name,
      type: layer.type,
      units: layer.units,
      ...shapeOf(network, index),
      ...(layer.own === undefined ? {} : { own: layer.own }),
      ...(layer.shares === undefined ? {} : { shares: network.layers[layer.shares].name }),
      ...(layer.grid === undefined ? {} : { grid: layer.grid }),
      sources: layer.sources.map((source) => sourceName(network, source)),
      activation: activationText(layer.activation),
      written: writtenOf(network, index),
      bias: layer.bias,
      ...(layer.trained === undefined ? {} : { trained: layer.trained }),
      parameters: blocks.reduce((sum, block) => sum + (block.layer === index ? block.rows * block.columns : 0), 0),
      range: places.layers[index] ?? null,
    })),
  };
}

function layoutOf({ shape }: Network): Pick<ModelSection, "input"> {
  if (shape === undefined || isVector(shape)) return {};
  const { channels, extents, fastest } = shape;
  if (shape.discrete === true) return { input: { tokens: extents[0], vocabulary: channels } };
  if (fastest === "channels") return { input: { tokens: extents[0], width: channels } };
  return {
    input:
      extents.length === 1 ? { channels, length: extents[0] } : { channels, height: extents[0], width: extents[1] },
  };
}

function shapeOf(network: Network, layer: number): Pick<LayerSummary, "shape"> {
  const { shape } = compile(network).layers[layer];
  return isVector(shape) ? {} : { shape: shapeText(shape) };
}

function writtenOf(network: Network, index: number): LayerSummary["written"] {
  const layer = network.layers[index];
  const { oneSource, names } = blockKindOf(layer);
  return {
    ...activationWritten(layer.activation),
    ...(oneSource === null ? { units: compile(network).layers[index].shape.channels } : {}),
    weights: names.shape,
  };
}

function liftedDimension(network: Network): { dimension: number | null; note?: string } {
  switch (phiKindOf(network)) {
    case "flow-map":
      return { dimension: network.layers[0].units ** 2, note: t`The path is kept at the nodes of its grid; φ is Z_1.` };
    case "product":
      return { dimension: network.layers[network.layers.length - 1].units * endToEndColumns(network) };
    case "function":
      return {
        dimension: null,
        note: t`φ is the function itself, which has no finite list of coordinates.`,
      };
    case "path-lifting": {
      if (!isGraph(network))
        return { dimension: null, note: t`Paths are counted where no weight is shared and nothing is pooled.` };
      const paths = pathCount(network);
      if (isPurePathLifting(network)) {
        if (!Number.isFinite(paths)) return { dimension: null, note: t`More paths than a double can count.` };
        return paths <= Number.MAX_SAFE_INTEGER
          ? { dimension: paths }
          : { dimension: paths, note: t`The number of paths is rounded to 16 digits.` };
      }
      return paths <= MOST_PATHS
        ? {
            dimension: listPaths(network).coordinates,
            note: t`Paths that differ only inside linear layers count once.`,
          }
        : {
            dimension: null,
            note: t`Too many paths to list, and paths that differ only inside linear layers would count once.`,
          };
    }
  }
}
