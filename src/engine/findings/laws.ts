/** Words of conservation laws that whoever finds them and whoever shows them have in common. */

/** Of what a law holds: of phi (hence for every loss), of the network's function near the initialization, or under one loss. */
export type LawOrigin = "phi" | "network" | "loss";
