/**
 * ResNets (He et al., arXiv:1512.03385): convolutions without biases, a batch norm behind each. The names of its modules are those
 * of transformers: `encoder.stages.S.layers.L.layer.K.convolution`.
 */
import { t } from "../../findings/language";
import type { ActivationName } from "../../model/activations";
import type { Draft, DrawDraft, LayerDraft } from "../draft/draft";
import { isObject } from "../../checkpoint/json";
import { refuse } from "../draft/refusal";
import { CLASSIFIER_START, IMAGE_SIZE, notOneOf, notSoMany, tooManyBlocks } from "../draft/words";
import { activationOf, prefixOf, type Family } from "./family";

/** Points of an image's side, as of ImageNet. */
const IMAGE = 224;
const MOST_BLOCKS = 100;

export const resnet: Family = (config, shapes) => {
  const channels = config.size("num_channels", 3);
  const stem = config.size("embedding_size", 64);
  const widths = config.sizes("hidden_sizes");
  const depths = config.sizes("depths");
  if (widths.length !== depths.length) refuse(notSoMany("hidden_sizes", widths.length, "depths", depths.length));
  const blocks = depths.reduce((sum, depth) => sum + depth, 0);
  if (blocks > MOST_BLOCKS) refuse(tooManyBlocks(blocks, MOST_BLOCKS));
  const kind = config.oneOf("layer_type", { basic: "basic", bottleneck: "bottleneck" } as const, "bottleneck");
  const activation = activationOf(config, "hidden_act", "relu");
  const early = config.flag("downsample_in_first_stage", false);
  const first = config.flag("downsample_in_bottleneck", false);
  const prefix = prefixOf(shapes, "embedder.embedder.convolution.weight", "resnet.");
  const drawn: Record<string, DrawDraft> = {};
  const joined = (name: string, made: Convolution, bent: ActivationName | null, from?: string): LayerDraft[] => {
    const { kernel, channels: out, stride = 1 } = made;
    drawn[`${name}.convolution`] = { scheme: "gaussian", std: Math.sqrt(2 / (kernel * kernel * out)) };
    return [
      {
        name: `${name}.convolution`,
        type: "conv2d",
        channels: out,
        kernel,
        ...(stride === 1 ? {} : { stride }),
        ...(kernel === 1 ? {} : { padding: (kernel - 1) / 2 }),
        ...(from === undefined ? {} : { from: [from] }),
      },
      { name: `${name}.normalization`, type: "norm", norm: "batch", ...(bent === null ? {} : { activation: bent }) },
    ];
  };
  const layers: LayerDraft[] = [
    ...joined(`${prefix}embedder.embedder`, { kernel: 7, channels: stem, stride: 2 }, activation),
    { name: `${prefix}embedder.pooler`, type: "pool", kind: "max", kernel: 3, stride: 2, padding: 1 },
  ];
  let [source, read] = [`${prefix}embedder.pooler`, stem];
  widths.forEach((width, stage) => {
    for (let i = 0; i < depths[stage]; i++) {
      const name = `${prefix}encoder.stages.${stage}.layers.${i}`;
      const stride = i === 0 && (stage > 0 || early) ? 2 : 1;
      const inner = kind === "bottleneck" ? Math.floor(width / 4) : width;
      if (inner < 1) refuse(notOneOf("hidden_sizes", String(width), [t`at least 4`]));
      const convolutions: readonly Convolution[] =
        kind === "basic"
          ? [
              { kernel: 3, channels: width, stride },
              { kernel: 3, channels: width },
            ]
          : [
              { kernel: 1, channels: inner, stride: first ? stride : 1 },
              { kernel: 3, channels: inner, stride: first ? 1 : stride },
              { kernel: 1, channels: width },
            ];
      const changes = stride !== 1 || read !== width;
      layers.push(
        ...convolutions.flatMap((made, k) =>
          joined(
            `${name}.layer.${k}`,
            made,
            k < convolutions.length - 1 ? activation : null,
            k === 0 ? source : undefined,
          ),
        ),
        ...(changes ? joined(`${name}.shortcut`, { kernel: 1, channels: width, stride }, null, source) : []),
        {
          name,
          type: "residual",
          activation,
          from: [
            changes ? `${name}.shortcut.normalization` : source,
            `${name}.layer.${convolutions.length - 1}.normalization`,
          ],
        },
      );
      [source, read] = [name, width];
    }
  });
  const classifier = shapes === null ? config.words("architectures").length !== 0 : shapes.has("classifier.1.weight");
  const labels = config.value("id2label");
  const units = config.size("num_labels", isObject(labels) ? Object.keys(labels).length : 2);
  for (const key of ["stage_names", "out_features", "out_indices"]) config.value(key);
  return {
    title: t`resnet, ${blocks} blocks in ${widths.length} stages`,
    input: { channels, height: IMAGE, width: IMAGE },
    layers: [
      ...layers,
      { name: `${prefix}pooler`, type: "pool", kind: "average" },
      { name: "flatten", type: "flatten" },
      ...(classifier ? [{ name: "classifier.1", type: "dense", units, bias: true } as const] : []),
    ],
    draw: { scheme: "he-normal" },
    draws: { ...drawn, ...(classifier ? { "classifier.1": { scheme: "uniform", limit: 1 / Math.sqrt(read) } } : {}) },
    tensors: {},
    gaps: classifier && shapes === null ? [{ what: "classifier.1.bias", why: CLASSIFIER_START }] : [],
    remarks: [IMAGE_SIZE],
  } satisfies Draft;
};

interface Convolution {
  readonly kernel: number;
  readonly channels: number;
  readonly stride?: number;
}
