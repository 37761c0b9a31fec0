/** What whole blocks are. */
export const TRANSFORMER =
  "A transformer block of a known kind (`preset`), as wide as its source: it stands for norms, attention, a feed-forward network and the sums around them, which the report lists. `hidden` is four times the width where nothing is said.";
