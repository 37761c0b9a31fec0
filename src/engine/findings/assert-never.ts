/**
 * The end of a chain of questions about a union. The compiler accepts it only when every member was answered, and a
 * value that came past the compiler (a made-up layer type, say) is refused here instead of being taken for its
 * neighbour.
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`There is no ${what} ${JSON.stringify(value)}.`);
}
