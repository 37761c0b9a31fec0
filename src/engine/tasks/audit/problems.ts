/** What whoever audits should not miss. */
import type { Problem } from "../../findings/problem";
import type { AuditResult, PartsKind } from "../../report/audit/facts";
import type { SpecPlaces } from "../../spec/read";
import { initializationPlace } from "../../subject/places";
import type { Match } from "../../weights/match";
import * as say from "./words";

const IDLE: readonly PartsKind[] = ["zero", "silent", "unread"];

export function auditProblems(
  { checkpoint, before, blocks, parts, log }: Omit<AuditResult, "problems">,
  { mismatches }: Match,
  places: SpecPlaces,
): Problem[] {
  const range = places.file.path ?? initializationPlace(places);
  const notFinite = [checkpoint, ...(before === null ? [] : [before])].flatMap((file) => file.notFinite);
  return [
    ...mismatches.map(({ message, help }): Problem => ({
      code: "init.file-mismatch",
      severity: "warning",
      message,
      help,
      range,
    })),
    ...notFinite.map(({ tensor, nan, infinite }): Problem => ({
      code: "audit.not-finite",
      severity: "error",
      message: say.notFiniteMessage(tensor, nan, infinite),
      help: say.NOT_FINITE_HELP,
      range,
    })),
    ...[
      ...blocks.flatMap(({ families }) =>
        families.flatMap(({ id, change }) => (change === null ? [] : [{ id, ...change }])),
      ),
      ...(log?.families ?? []),
    ]
      .filter(({ verdict }) => verdict.kind === "refuted")
      .map(({ id, verdict }): Problem => ({
        code: "audit.impossible-change",
        severity: "error",
        message: say.refutedMessage(id, verdict.possible, verdict.found),
        help: say.REFUTED_HELP,
        range,
      })),
    ...parts.map(({ layer, word, kind, count, of }): Problem => {
      const idle = IDLE.includes(kind);
      return {
        code: idle ? "audit.idle-parts" : "audit.tied-parts",
        severity: "warning",
        message: say.tiedMessage(layer, word, kind, count, of),
        help: idle ? say.DEAD_HELP : say.TIED_HELP,
        range,
      };
    }),
  ];
}
