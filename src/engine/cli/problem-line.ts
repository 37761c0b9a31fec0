/** A problem on one line, as compilers write them: editors and scripts can jump to the place. */
import type { Problem } from "../findings/problem";

export function problemLine(file: string, { range, code, message, help }: Problem): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1} ${code} ${message} ${help}`;
}
