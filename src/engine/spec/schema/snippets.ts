/** Whole specs for an empty file. `^` makes vscode-json-languageservice leave off the quotes. */
import { t } from "../../findings/language";

export const SPEC_SNIPPETS = [
  {
    label: t`Two-layer linear network, relaxed balanced`,
    description: t`The dynamics of the end-to-end matrix are intrinsic.`,
    body: {
      title: "${1:Two-layer linear network}",
      architecture: { widths: ["^${2:5}", "^${3:3}", "^${4:4}"], activation: "identity" },
      initialization: { scheme: "relaxed-balanced", lambda: ["^${5:0.7}"], seed: "^${6:0}" },
      expect: { relaxedBalanced: true },
    },
  },
  {
    label: t`Deep linear network, balanced`,
    description: t`Four layers with λ = 0 at each interface.`,
    body: {
      title: "${1:Deep linear network}",
      architecture: { widths: ["^${2:4}", "^${3:4}", "^${4:4}", "^${5:4}", "^${6:4}"], activation: "identity" },
      initialization: { scheme: "balanced", scale: "^${7:0.1}", seed: "^${8:0}" },
    },
  },
  {
    label: t`Linear neural ODE, relaxed balanced`,
    description: t`Infinite depth: a path of matrices is trained.`,
    body: {
      title: "${1:Linear neural ODE}",
      architecture: { layers: [{ type: "linear-ode", width: "^${2:3}", grid: "^${3:32}" }] },
      initialization: { scheme: "relaxed-balanced", lambda: "${4:1 + cos(3*s)}", seed: "^${5:0}" },
      expect: { relaxedBalanced: true },
    },
  },
  {
    label: t`ReLU network with biases`,
    description: t`Rescaling symmetries, He initialization.`,
    body: {
      title: "${1:ReLU network}",
      architecture: { widths: ["^${2:3}", "^${3:8}", "^${4:2}"], activation: "relu", bias: true },
      initialization: { scheme: "he-normal", seed: "^${5:0}" },
    },
  },
  {
    label: t`Skip connection`,
    description: t`A layer that takes from two others, each with its own matrix.`,
    body: {
      title: "${1:Skip connection}",
      architecture: {
        input: "^${2:3}",
        layers: [
          { type: "dense", name: "hidden", units: "^${3:4}", activation: "relu" },
          { type: "dense", name: "output", units: "^${4:2}", from: ["hidden", "input"] },
        ],
      },
      initialization: { scheme: "xavier-normal", seed: "^${5:0}" },
    },
  },
  {
    label: t`Diagonal linear network`,
    description: t`One weight per coordinate in each layer.`,
    body: {
      title: "${1:Diagonal linear network}",
      architecture: { input: "^${2:4}", layers: [{ type: "diagonal" }, { type: "diagonal" }] },
      initialization: { scheme: "gaussian", std: "^${3:0.1}", seed: "^${4:0}" },
    },
  },
] as const;
