/**
 * What an invariant space V leaves to an orbit in it: its dimension less the number of laws that are independent on V. A
 * law h restricted to V has the gradient  (sum over i in c of s_i dh/dtheta_i)  for the classes c that move; the rank of
 * these at a random point of V modulo a prime is a lower bound of the generic one. Orbits are no larger at special points
 * than at generic ones, so this bounds every orbit in V from above.
 */
import type { Paced } from "../../../findings/progress";
import { insert } from "../../../math/modular/echelon";
import { PRIMES, reduce } from "../../../math/modular/field";
import { randomStream } from "../../../math/random/streams";
import type { Network } from "../../../model/network";
import { lawFamilies } from "../../laws/families";
import { lawGradientsMod } from "../../laws/law-rank";
import { asForms, movingClasses, onClasses, pointOf, type Space } from "./space";

/** At most so many directions an orbit in the space has. */
export function* leftByLaws(network: Network, space: Space): Paced<number> {
  const [prime] = PRIMES;
  const { classOf, signs, frozen } = space;
  const theta = pointOf(space, prime, randomStream(SEED, "laws on a manifold"));
  const names = movingClasses(space);
  const dimension = names.size;
  // What vanishes on the space takes directions away as laws do.
  const kept = [...space.forms(prime), ...asForms(space.together, prime)];
  const echelon = onClasses(space, kept, prime, names, dimension);
  for (const family of lawFamilies(network))
    for (const gradient of lawGradientsMod(family, theta, prime)) {
      if (echelon.rows.length === dimension) return 0;
      const row = new Float64Array(dimension);
      gradient.forEach((x, i) => {
        const at = frozen[i] === 1 ? undefined : names.get(classOf[i]);
        if (at !== undefined && x !== 0) row[at] = reduce(row[at] + (signs[i] > 0 ? x : prime - x), prime);
      });
      insert(echelon, row);
      yield theta.length + echelon.rows.length * dimension;
    }
  return dimension - echelon.rows.length;
}

const SEED = 2;
