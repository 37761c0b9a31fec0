/** The frameworks that a start can be taken to, in the order in which they are offered. */
export const FRAMEWORK_TITLES = { pytorch: "PyTorch", jax: "JAX", numpy: "NumPy", keras: "Keras" } as const;

export type FrameworkName = keyof typeof FRAMEWORK_TITLES;

export const FRAMEWORK_NAMES = Object.keys(FRAMEWORK_TITLES) as readonly FrameworkName[];

/** Read with care: any client may ask. */
export function readFrameworkName(value: unknown): FrameworkName | null {
  return FRAMEWORK_NAMES.find((name) => name === value) ?? null;
}
