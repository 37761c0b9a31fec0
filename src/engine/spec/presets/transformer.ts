/** Transformer blocks as the models that made them known have them, with the defaults of their reference implementations. */
import type { Asked, Preset, PresetLayer } from "./preset";
import { TRANSFORMER } from "./words";
import { t } from "../../findings/language";

export const transformer: Preset = {
  words: TRANSFORMER,
  kinds: {
    gpt2: t`Layer norms before causal attention and a gelu network, biases everywhere.`,
    llama: t`RMS norms before causal rotary attention and SwiGLU, no biases.`,
    qwen: t`As \`llama\`, with biases on queries, keys and values (Qwen2).`,
    bert: t`Attention over all tokens and a gelu network, a layer norm behind each sum.`,
    vit: t`As \`gpt2\`, with attention over all tokens.`,
  },
  needs: ["preset"],
  takes: ["preset", "repeat", "heads", "kvHeads", "headSize", "hidden", "train", "from"],
  snippet: { description: t`A transformer block`, properties: { preset: "${1:llama}", heads: "^${2:2}" } },
  layers(asked) {
    switch (asked.preset) {
      case "llama":
        return preNorm("rms", attention(asked, { mask: "causal", rope: "half" }, false), swiglu(asked));
      case "qwen":
        return preNorm("rms", attention(asked, { mask: "causal", rope: "half", outBias: "no" }, true), swiglu(asked));
      case "bert":
        return [
          { type: "residual", name: "mixed", body: [attention(asked, {}, true)] },
          { type: "norm", name: "norm1", own: { norm: "layer" } },
          { type: "residual", name: "fed", body: gelu(asked) },
          { type: "norm", own: { norm: "layer" } },
        ];
      case "vit":
        return preNorm("layer", attention(asked, {}, true), gelu(asked));
      case "gpt2":
      case undefined:
        return preNorm("layer", attention(asked, { mask: "causal" }, true), gelu(asked));
      default:
        throw new Error("This kind of transformer block has no row.");
    }
  },
};

function preNorm(norm: "layer" | "rms", mix: PresetLayer, feed: readonly PresetLayer[]): PresetLayer[] {
  return [
    { type: "residual", name: "mixed", body: [{ type: "norm", name: "norm1", own: { norm } }, mix] },
    { type: "residual", body: [{ type: "norm", name: "norm2", own: { norm } }, ...feed] },
  ];
}

function attention({ heads, kvHeads, headSize }: Asked, more: Asked, bias: boolean): PresetLayer {
  const own = {
    ...(heads === undefined ? {} : { heads }),
    ...(kvHeads === undefined ? {} : { kvHeads }),
    ...(headSize === undefined ? {} : { headSize }),
    ...more,
  };
  return { type: "attention", name: "attention", own, bias };
}

/** Four times the width where nothing is said. */
function gelu({ hidden }: Asked): PresetLayer[] {
  const size = hidden === undefined ? { wide: 4 } : { units: hidden };
  return [
    { type: "dense", name: "up", activation: "gelu", bias: true, ...size },
    { type: "dense", name: "down", bias: true, wide: 1 },
  ];
}

function swiglu({ hidden }: Asked): PresetLayer[] {
  return [{ type: "gated", name: "feed", ...(hidden === undefined ? { wide: 4 } : {}), own: { hidden: hidden ?? 1 } }];
}
