/** Where a report comes from, in words: version, spec, seed, and the date where a host has a clock. */
import type { Report } from "./types";

/** "Intrinsic 0.7.0 · spec SHA-256 ab… · seed 7 · 2026-11-27T09:00:00.000Z"; `null` where nothing is known. */
export function sourceText({ source }: Pick<Report, "source">, date?: string): string | null {
  const parts = [
    ...(source === undefined
      ? []
      : [
          `Intrinsic ${source.version}`,
          `spec SHA-256 ${source.sha256}`,
          ...(source.seed === null ? [] : [`seed ${source.seed}`]),
        ]),
    ...(date === undefined ? [] : [date]),
  ];
  return parts.length === 0 ? null : parts.join(" · ");
}
