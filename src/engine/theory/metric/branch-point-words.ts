/** What is said where φ loses rank. */
import { t } from "../../findings/language";

export const NOT_DIFFERENTIABLE = t`Here ∂φ has a lower rank than at networks beside it (filters with a common factor, for instance), so the same φ and laws can be reached from several branches: “fails” says that the metric is no differentiable function of φ around this point, and networks beside it may have the property.`;
