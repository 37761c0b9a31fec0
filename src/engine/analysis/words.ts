/** What is advised where numbers leave the range of double precision. */
export const SMALLER_NUMBERS =
  "Choose smaller weights, scales or standard deviations; about 1 is usual. Laws and metrics are made of squares and products of all layers' weights.";
export const LARGER_NUMBERS =
  "Choose larger weights or write exact zeros: all laws and metrics are made of squares and products of weights, which round to 0 here.";
