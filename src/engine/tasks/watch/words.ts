/** What is said while a run is watched. */
import { t } from "../../findings/language";

export function waitingFor(file: string): string {
  return t`waiting for a run in ${file}`;
}

export function following(file: string): string {
  return t`following ${file}`;
}
