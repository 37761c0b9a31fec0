/** What a code action asks to be said; `null` when it is none of ours. No vscode in here. */
import type { Telling } from "../../engine/protocol/messages";

export function readTelling(value: unknown): Telling | null {
  if (typeof value !== "object" || value === null) return null;
  const { kind, message } = value as Readonly<Record<string, unknown>>;
  return (kind === "done" || kind === "cannot") && typeof message === "string" ? { kind, message } : null;
}
