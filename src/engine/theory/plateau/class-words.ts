/** What is said of the class of an activation. */
import { t } from "../../findings/language";

export const CLASS_NOT_KNOWN = t`No series of this activation at 0 is known, and so not how it unbalances neighbouring layers.`;
