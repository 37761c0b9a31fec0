/** Why a law family is not written as sums over tensors. */
import { t } from "../../findings/language";

export const countsTwice = t`Weights stand in it once as they are, beside squares: it is neither linear nor quadratic.`;
