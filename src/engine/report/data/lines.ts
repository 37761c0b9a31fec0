/** The data in the text report: its classes, and the units that are dead on it. */
import { line, type FactLine } from "../../findings/lines";
import { classesText, type DataFacts } from "./facts";
import { t } from "../../findings/language";

export function dataLines({ data }: DataFacts): FactLine[] {
  return [
    ...(data?.classes ? [line(t`classes`, String(data.classes.length), classesText(data.classes))] : []),
    ...(data?.dead ?? []).map(({ layer, units, of }) =>
      line(t`dead on the data`, t`${units.length} of ${of}`, t`units of ${layer}`),
    ),
  ];
}
