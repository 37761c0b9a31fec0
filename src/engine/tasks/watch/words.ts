/** What is said while a run is watched. */

export function waitingFor(file: string): string {
  return `waiting for a run in ${file}`;
}

export function following(file: string): string {
  return `following ${file}`;
}
