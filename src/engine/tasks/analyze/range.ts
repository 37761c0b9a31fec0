/**
 * What leaves the range of double precision belongs to the spec: it is said at its place, instead of a report with
 * numbers that are none. Two looks: at the weights before anything is computed from them, and at the finished report,
 * because products and squares of ordinary weights can leave the range too.
 */
import type { Report } from "../../report/types";
import type { SpecPlaces } from "../../spec/read";
import type { Problem } from "../../findings/problem";
import { reportNotFinite, SMALLER_NUMBERS } from "../../subject/words";
import { initializationPlace } from "../../subject/places";

/** `null`: all numbers of the report are finite. */
export function reportOutOfRange(report: Report, places: SpecPlaces): Problem | null {
  const where = firstNonFinite(report, "");
  if (where === null) return null;
  return {
    code: "init.out-of-range",
    severity: "error",
    message: reportNotFinite(where),
    range: initializationPlace(places),
    help: SMALLER_NUMBERS,
  };
}

/** The path of the first number that is not finite. */
function firstNonFinite(value: unknown, path: string): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : path;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = firstNonFinite(inner, path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
