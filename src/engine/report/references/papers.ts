/** The papers that claims cite, by their arXiv number: a row for each. A test looks for citations that have none. */

export interface Paper {
  /** "2508.07370" */
  readonly arxiv: string;
  /** Of the entry in a bibliography: letters and digits. */
  readonly key: string;
  /** Given names first. */
  readonly authors: readonly string[];
  /** There are more authors than are listed. */
  readonly andOthers?: true;
  readonly title: string;
  readonly year: number;
}

/** "Boris Hanin, Mihai Nica" */
export function authorsOf({ authors, andOthers }: Paper): string {
  return [...authors, ...(andOthers === true ? ["and others"] : [])].join(", ");
}

export const PAPERS: readonly Paper[] = [
  {
    arxiv: "2508.07370",
    key: "marcotte2025intrinsic",
    authors: ["Sibylle Marcotte", "Gabriel Peyré", "Rémi Gribonval"],
    title: "Intrinsic training dynamics of deep neural networks",
    year: 2025,
  },
  {
    arxiv: "2307.00144",
    key: "marcotte2023abide",
    authors: ["Sibylle Marcotte", "Rémi Gribonval", "Gabriel Peyré"],
    title: "Abide by the Law and Follow the Flow: Conservation Laws for Gradient Flows",
    year: 2023,
  },
  {
    arxiv: "2405.12888",
    key: "marcotte2024momentum",
    authors: ["Sibylle Marcotte", "Rémi Gribonval", "Gabriel Peyré"],
    title: "Keep the Momentum: Conservation Laws beyond Euclidean Gradient Flows",
    year: 2024,
  },
  {
    arxiv: "2506.06194",
    key: "marcotte2025transformative",
    authors: ["Sibylle Marcotte", "Rémi Gribonval", "Gabriel Peyré"],
    title: "Transformative or Conservative? Conservation laws for ResNets and Transformers",
    year: 2025,
  },
  {
    arxiv: "2606.17816",
    key: "tran2026conservation",
    authors: ["Viet-Hoang Tran"],
    andOthers: true,
    title: "Conservation Laws for Modern Neural Architectures",
    year: 2026,
  },
  {
    arxiv: "2310.01225",
    key: "gonon2023pathnorm",
    authors: ["Antoine Gonon", "Nicolas Brisebarre", "Elisa Riccietti", "Rémi Gribonval"],
    title: "A path-norm toolkit for modern networks: consequences, promises and challenges",
    year: 2023,
  },
  {
    arxiv: "2510.09564",
    key: "zhao2025manifolds",
    authors: ["Jiajie Zhao", "Tao Luo", "Yaoyu Zhang"],
    title: "Architecture Induces Structural Invariant Manifolds of Neural Network Training Dynamics",
    year: 2025,
  },
  {
    arxiv: "2605.01288",
    key: "rawal2026saddle",
    authors: ["Divit Rawal", "Michael R. DeWeese"],
    title: "A Theory of Saddle Escape in Deep Nonlinear Networks",
    year: 2026,
  },
  {
    arxiv: "2409.14623",
    key: "domine2024lazy",
    authors: ["Clémentine C. J. Dominé"],
    andOthers: true,
    title: "From Lazy to Rich: Exact Learning Dynamics in Deep Linear Networks",
    year: 2024,
  },
  {
    arxiv: "1606.05340",
    key: "poole2016expressivity",
    authors: ["Ben Poole", "Subhaneil Lahiri", "Maithra Raghu", "Jascha Sohl-Dickstein", "Surya Ganguli"],
    title: "Exponential expressivity in deep neural networks through transient chaos",
    year: 2016,
  },
  {
    arxiv: "1611.01232",
    key: "schoenholz2016propagation",
    authors: ["Samuel S. Schoenholz", "Justin Gilmer", "Surya Ganguli", "Jascha Sohl-Dickstein"],
    title: "Deep Information Propagation",
    year: 2016,
  },
  {
    arxiv: "1812.05994",
    key: "hanin2018products",
    authors: ["Boris Hanin", "Mihai Nica"],
    title: "Products of Many Large Random Matrices and Gradients in Deep Neural Networks",
    year: 2018,
  },
];
