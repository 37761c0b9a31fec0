/** The frameworks, a row each. */
import type { FrameworkName } from "../protocol/frameworks";
import type { Framework } from "./framework";
import { pytorch } from "./pytorch/pytorch";

export const FRAMEWORKS: Readonly<Record<FrameworkName, Framework>> = { pytorch, jax: pytorch, numpy: pytorch, keras: pytorch };
