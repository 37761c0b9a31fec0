/** What is said where φ loses rank. */
export const NOT_DIFFERENTIABLE =
  "Here ∂φ has a lower rank than at networks beside it (filters with a common factor, for instance), so the same φ and laws can be reached " +
  "from several branches: “fails” says that the metric is no differentiable function of φ around this point, and networks beside it may have the property.";
