/** Descriptions of layers and their properties that are longer than a line. */
import { t } from "../../findings/language";

export const ROPE_BASE = t`\`b\`: pair \`j\` of \`n\` rows is turned by \`b^(−2j/n)\` from token to token (\`rope_theta\`). Default 10000.`;

export const QK_NORM = t`How queries and keys are normed, head by head, with gains that heads share (\`affine\`). Absent: not at all.`;

export const DENSE = t`A full matrix: \`y = activation(W x + b)\`, \`W\` of shape \`[units, inputs]\`. Of a sequence, at every token.`;

export const GATED = t`A gated block: \`y = Down (gate(Gate x) ∘ Up x)\`, at every token, as wide as its source. \`gate\` may be \`identity\`.`;

export const POOL = t`The mean or the largest of what lies under a kernel, channel by channel; without a \`kernel\` of all there is.`;

export const DIRECTIONS_AND_LENGTHS = t`Whether each row of the matrix is a direction and a length, trained apart, as \`weight_norm\`. Absent: no.`;

export const ALPHA = t`What the product of the low-rank matrices is scaled by, times 1 / \`rank\`. Default: \`rank\`, a scale of 1.`;

export const RANK = t`Rank of a matrix that is written as a product: of an adapter, or of the matrix on the state (absent: full).`;

export const RESIDUAL = t`\`x + branch\`: of two sources the first is the stream, the second the branch; or the branch is written as \`body\`.`;
