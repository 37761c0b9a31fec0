/** What the author of the spec should know of units that are dead on the data. */
import type { Problem, Range } from "../../findings/problem";
import type { Network } from "../../model/network";
import type { SpecPlaces } from "../../spec/read";
import { initializationPlace } from "../../subject/places";
import type { DeadUnits } from "../../report/data/facts";
import { deadWords } from "./words";

/** `still`: the gradient is exactly 0. */
export function deadProblem(dead: DeadUnits, still: boolean, network: Network, places: SpecPlaces): Problem {
  const all = dead.units.length === dead.of;
  const { message, help } = deadWords(dead, still && all);
  return {
    code: "training.dead-units",
    severity: all ? "warning" : "information",
    message,
    range: placeOf(dead, network, places),
    help,
  };
}

/** The row of the first dead unit where weights are explicit, else the scheme. */
function placeOf({ layer, units: [unit] }: DeadUnits, network: Network, places: SpecPlaces): Range {
  const index = network.layers.findIndex(({ name }) => name === layer);
  return places.rows.at(index)?.at(unit) ?? initializationPlace(places);
}
