/** What whole blocks are. */
import { t } from "../../findings/language";

export const TRANSFORMER = t`A transformer block of a known kind (\`preset\`), as wide as its source: it stands for norms, attention, a feed-forward network and the sums around them, which the report lists. \`hidden\` is four times the width where nothing is said.`;

export const BASIC = t`A basic block of a ResNet: two 3 × 3 convolutions without biases, a batch norm behind each, relu, and the sum with what it reads: itself, or where \`channels\` or \`stride\` change it a 1 × 1 convolution of it with a batch norm (version 1.5 of ResNet, as in torchvision). \`channels\`: as many as it reads where nothing is said.`;

export const BOTTLENECK = t`A bottleneck block of a ResNet: 1 × 1, 3 × 3 and 1 × 1 convolutions without biases, a batch norm behind each, relu, and the sum with what it reads: itself, or where \`channels\` or \`stride\` change it a 1 × 1 convolution of it with a batch norm (version 1.5 of ResNet, as in torchvision). It makes four times as many channels as \`channels\` says: a quarter of those it reads where nothing is said.`;
