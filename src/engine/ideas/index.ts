/** The ideas, in the order in which the report tells them. */
import { data } from "./data/idea";
import { depth } from "./depth/idea";
import { initialization } from "./initialization/idea";
import { laws } from "./laws/idea";
import { manifolds } from "./manifolds/idea";
import { metric } from "./metric/idea";
import { model } from "./model/idea";
import { outputs } from "./outputs/idea";
import { plateau } from "./plateau/idea";
import { signal } from "./signal/idea";

export const IDEAS = [model, depth, laws, initialization, metric, plateau, manifolds, outputs, data, signal] as const;
