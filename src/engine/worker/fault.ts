/** An error that a job threw, as far as it matters to the user. */
export type Fault =
  /** An array that the machine could not give. */
  { readonly kind: "memory" } | { readonly kind: "error"; readonly message: string };

export function faultOf(error: unknown): Fault {
  if (error instanceof RangeError && /allocation|array length|array size/i.test(error.message))
    return { kind: "memory" };
  return { kind: "error", message: error instanceof Error ? error.message : String(error) };
}
