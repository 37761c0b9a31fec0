/**
 * Weights whose variance is that of the layer's shape, so that signals keep their size from layer to layer. With the
 * fan-in f_in and the fan-out f_out,
 *   xavier  var = 2 / (f_in + f_out)   (Glorot & Bengio 2010)
 *   he      var = 2 / f_in             (He et al. 2015)
 *   lecun   var = 1 / f_in             (LeCun et al. 1998)
 * A uniform law of variance v lives on [-sqrt(3 v), sqrt(3 v)].
 */
import { t } from "../../findings/language";
import { entries, type EntriesScheme, type Fan } from "./scheme";

const both = (fan: Fan): number => fan.in + fan.out;
const inputs = (fan: Fan): number => fan.in;

export const xavierNormal = normal(t`Normal entries of variance \`2 / (inputs + units)\`.`, 2, both);
export const xavierUniform = uniform(t`Uniform entries of variance \`2 / (inputs + units)\`.`, 2, both);
export const heNormal = normal(t`Normal entries of variance \`2 / inputs\`, made for relu.`, 2, inputs);
export const heUniform = uniform(t`Uniform entries of variance \`2 / inputs\`, made for relu.`, 2, inputs);
export const lecunNormal = normal(t`Normal entries of variance \`1 / inputs\`.`, 1, inputs);

/** Of the variance gain / over(fan). */
function normal(words: string, gain: number, over: (fan: Fan) => number): EntriesScheme<never> {
  return entries({
    words,
    numbers: {},
    entry: (random, fan) => Math.sqrt(gain / over(fan)) * random.normal(),
    moments: (fan) => ({ mean: 0, deviation: Math.sqrt(gain / over(fan)) }),
    normal: true,
  });
}

function uniform(words: string, gain: number, over: (fan: Fan) => number): EntriesScheme<never> {
  return entries({
    words,
    numbers: {},
    entry: (random, fan) => Math.sqrt((3 * gain) / over(fan)) * (2 * random.uniform() - 1),
    moments: (fan) => ({ mean: 0, deviation: Math.sqrt(gain / over(fan)) }),
    normal: false,
  });
}
