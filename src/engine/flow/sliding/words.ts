/** What is said of a flow at the kinks of its loss. */

/** `sample` from 1. */
export function slides(unit: string, verb: "comes to rest at" | "leaves", sample: number): string {
  const what = verb === "leaves" ? "it slides no more" : "the flow slides along a kink";
  return `${unit} ${verb} 0 for sample ${sample}: ${what}`;
}
