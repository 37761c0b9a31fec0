/** Where in the text something stands. */
import type { SpecPlaces } from "../spec/read";
import type { Range } from "../findings/problem";

export function initializationPlace(places: SpecPlaces): Range {
  return places.initialization ?? places.architecture ?? places.start;
}
