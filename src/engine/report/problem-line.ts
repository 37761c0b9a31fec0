/** A problem on one line, as compilers write them: editors and scripts can jump to the place. */
import type { Problem } from "../findings/problem";

/** `path:line:column severity code message help`, line and column from 1. */
export function problemLine(file: string, { range, severity, code, message, help }: Problem): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${severity} ${code} ${message} ${help}`;
}
