/** What is said of a flow at the kinks of its loss. */
import { t } from "../../findings/language";

/** `sample` from 1. */
export function slides(unit: string, verb: "comes to rest at" | "leaves", sample: number): string {
  return verb === "leaves"
    ? t`${unit} leaves 0 for sample ${sample}: it slides no more`
    : t`${unit} comes to rest at 0 for sample ${sample}: the flow slides along a kink`;
}
