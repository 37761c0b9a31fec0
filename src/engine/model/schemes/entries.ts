/** Weights that are drawn independently of each other and of the layer's shape, or not at random at all. */
import { t } from "../../findings/language";
import { entries } from "./scheme";
import { SMOOTH_ENTRIES } from "./words";

export const gaussian = entries({
  words: t`Independent normal entries: \`W_ij ~ N(0, std²)\`.`,
  pathWords: SMOOTH_ENTRIES,
  numbers: { std: { words: t`standard deviation of the weights.`, range: { minimum: 0 }, default: 1 } },
  takes: ["lengthScale"],
  entry: (random, _, { std }) => std * random.normal(),
  moments: (_, { std }) => ({ mean: 0, deviation: std }),
  normal: true,
});

export const uniform = entries({
  words: t`Independent entries, uniform in \`[-limit, limit]\`.`,
  numbers: { limit: { words: t`the weights lie in \`[-limit, limit]\`.`, range: { minimum: 0 }, example: 0.1 } },
  entry: (random, _, { limit }) => limit * (2 * random.uniform() - 1),
  moments: (_, { limit }) => ({ mean: 0, deviation: limit / Math.sqrt(3) }),
  normal: false,
});

export const allZero = entries({
  words: t`All weights 0.`,
  numbers: {},
  entry: () => 0,
  moments: () => ({ mean: 0, deviation: 0 }),
  normal: false,
});

export const constant = entries({
  words: t`All weights equal to \`value\`.`,
  pathWords: t`Of a \`linear-ode\` layer \`value\` may be a matrix: \`A_s\` for every \`s\`.`,
  numbers: { value: { words: t`the value of every weight.`, range: {}, example: 0.1 } },
  entry: (_random, _fan, { value }) => value,
  moments: (_, { value }) => ({ mean: value, deviation: 0 }),
  normal: false,
});
