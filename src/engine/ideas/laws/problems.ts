/** What the author of the spec should know of its laws: that the list lacks some. */
import type { LawsFacts } from "../../report/laws/facts";
import type { SpecPlaces } from "../../spec/read";
import type { Problem } from "../../findings/problem";
import { lawsMissing, READ_COUNT_AS_EXACT } from "../../report/laws/words";

export function incompleteLaws({ laws }: LawsFacts, places: SpecPlaces): Problem[] {
  const { of, complete, known, independent } = laws;
  if (complete.value !== false || known.value === null || independent.value === null) return [];
  return [
    {
      code: "laws.incomplete",
      severity: "information",
      message: lawsMissing(of, independent.value, known.value),
      range: places.architecture ?? places.start,
      help: READ_COUNT_AS_EXACT,
    },
  ];
}
