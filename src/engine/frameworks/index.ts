/** The frameworks, a row each. */
import type { FrameworkName } from "../protocol/frameworks";
import { jax } from "./arrays/jax";
import { numpy } from "./arrays/numpy";
import type { Framework } from "./framework";
import { keras } from "./keras/keras";
import { pytorch } from "./pytorch/pytorch";

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = { pytorch, jax, numpy, keras };
