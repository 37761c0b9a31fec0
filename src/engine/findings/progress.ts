/** "typing" stays within seconds; "patient" does what the user has seen the estimate of and asked for. */
export type Effort = "typing" | "patient";

/** How far a long computation has come, in words a user knows. */
export interface Progress {
  /** What is being computed: "Counting conservation laws". */
  readonly stage: string;
  /** 0 to 1, or `null` when it cannot be told. */
  readonly fraction: number | null;
}
