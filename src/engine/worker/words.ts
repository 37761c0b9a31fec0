/** What is said when a job ends by a fault. */

export function stoppedByFault(job: string, reason: string): string {
  return `${job} stopped because of a fault in Intrinsic: ${reason}`;
}
