/** How many of 200 predicted times of escape have the flow's own time within their error bars, and how wide those are. */
import { FAMILIES, summary, tryOne, type Tried } from "../test/engine/theory/plateau/coverage";

const SPECS = 200;

export function showCoverage(): void {
  const tried = Array.from({ length: SPECS }, (_, k) => tryOne(k));
  show("all", tried);
  for (const family of FAMILIES)
    show(
      family,
      tried.filter((one) => one.family === family),
    );
  for (const [k, one] of tried.entries()) if (one.width !== null && !one.inside) console.log(k, JSON.stringify(one));
}

function show(name: string, tried: readonly Tried[]): void {
  const { predicted, inside, medianWidth, widest } = summary(tried);
  console.log(
    `${name.padEnd(22)} ${tried.length} specs, ${predicted} predicted, ${inside} inside; relative width: median ${medianWidth.toExponential(1)}, largest ${widest.toExponential(1)}`,
  );
}
