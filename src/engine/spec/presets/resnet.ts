/** Blocks of ResNets (He et al., arXiv:1512.03385), as torchvision has them: the stride is that of the 3 x 3 convolution. */
import type { Asked, Preset, PresetLayer } from "./preset";
import { BASIC, BOTTLENECK } from "./words";
import { t } from "../../findings/language";

const TAKES = ["repeat", "channels", "stride", "eps", "from"] as const;

export const basicBlock: Preset = {
  words: BASIC,
  kinds: {},
  needs: [],
  takes: TAKES,
  snippet: { description: t`A basic block of a ResNet`, properties: {} },
  layers(asked, read) {
    const channels = asked.channels ?? read ?? 1;
    return summed(asked, read, [
      { kernel: 3, channels, strides: true },
      { kernel: 3, channels },
    ]);
  },
};

/** How much wider a bottleneck is at its ends than within. */
const EXPANSION = 4;

export const bottleneckBlock: Preset = {
  words: BOTTLENECK,
  kinds: {},
  needs: [],
  takes: TAKES,
  snippet: { description: t`A bottleneck block of a ResNet`, properties: {} },
  layers(asked, read) {
    const channels = asked.channels ?? Math.ceil((read ?? 1) / EXPANSION);
    return summed(asked, read, [
      { kernel: 1, channels },
      { kernel: 3, channels, strides: true },
      { kernel: 1, channels: EXPANSION * channels },
    ]);
  },
};

interface Stage {
  readonly kernel: number;
  readonly channels: number;
  /** Its stride is the block's. */
  readonly strides?: true;
}

function summed({ stride = 1, eps }: Asked, read: number | null, stages: readonly Stage[]): PresetLayer[] {
  const { channels } = stages[stages.length - 1];
  const norm = { norm: "batch" as const, ...(eps === undefined ? {} : { eps }) };
  const branch = stages.flatMap(({ kernel, channels: made, strides }, at): PresetLayer[] => [
    {
      type: "conv2d",
      name: `conv${at + 1}`,
      own: { channels: made, kernel, padding: (kernel - 1) / 2, ...(strides === true ? { stride } : {}) },
    },
    {
      type: "norm",
      name: `norm${at + 1}`,
      own: norm,
      ...(at < stages.length - 1 ? { activation: "relu" as const } : {}),
    },
  ]);
  const changes = [stride].flat().some((step) => step !== 1) || (read !== null && read !== channels);
  const skip: readonly PresetLayer[] = changes
    ? [
        { type: "conv2d", name: "skip", own: { channels, kernel: 1, stride }, from: ["source"] },
        { type: "norm", name: "skipNorm", own: norm },
      ]
    : [];
  return [
    ...branch,
    ...skip,
    { type: "residual", activation: "relu", from: [changes ? "skipNorm" : "source", `norm${stages.length}`] },
  ];
}
