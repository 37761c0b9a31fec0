/** What is said when a job ends by a fault. */

export function stoppedByFault(job: string, reason: string): string {
  return `${job} stopped because of a fault in Intrinsic: ${reason}`;
}

export function unpacksTooLarge(name: string, size: number, most: number): string {
  return `What is asked for of the data file "${name}" has ${Math.round(size / 1e6)} MB; the limit is ${most / 1e6} MB.`;
}
