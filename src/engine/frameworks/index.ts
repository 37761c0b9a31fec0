/** The frameworks, a row each. */
import type { FrameworkName } from "../protocol/frameworks";
import type { Framework } from "./framework";
import { jax } from "./arrays/jax";
import { numpy } from "./arrays/numpy";
import { pytorch } from "./pytorch/pytorch";

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = { pytorch, jax, numpy, keras: pytorch };
