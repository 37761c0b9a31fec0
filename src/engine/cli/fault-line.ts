/**
 * A fault of ours on standard error: with the file it happened on, where there is one; with its stack when debugging.
 */
export function faultLine(error: unknown, file: string | null): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.env.INTRINSIC_DEBUG !== undefined && error instanceof Error ? `${error.stack ?? ""}\n` : "";
  return `intrinsic: ${file === null ? "" : `${file}: `}a fault of ours: ${message}\n${stack}`;
}
