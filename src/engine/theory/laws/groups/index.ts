/** The groups whose laws are listed: a row each, in the order in which a report lists what they find. */
import { centred } from "./centred";
import { cross } from "./cross";
import { exchange } from "./exchange";
import { frozen } from "./frozen";
import type { LawGroup } from "./group";
import { matrix } from "./matrix";
import { offset } from "./offset";
import { part } from "./part";
import { rescaling } from "./rescaling";
import { shift } from "./shift";
import { sum } from "./sum";
import { together } from "./together";
import { translation } from "./translation";

export const LAW_GROUPS: readonly LawGroup[] = [
  matrix,
  cross,
  exchange,
  rescaling,
  translation,
  part,
  together,
  shift,
  centred,
  offset,
  frozen,
  sum,
];
