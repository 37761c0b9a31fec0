/** The data in the text report: its classes, and the units that are dead on it. */
import { line, type FactLine } from "../../findings/lines";
import { classesText, type DataFacts } from "./facts";

export function dataLines({ data }: DataFacts): FactLine[] {
  return [
    ...(data?.classes ? [line("classes", String(data.classes.length), classesText(data.classes))] : []),
    ...(data?.dead ?? []).map(({ layer, units, of }) =>
      line("dead on the data", `${units.length} of ${of}`, `units of ${layer}`),
    ),
  ];
}
