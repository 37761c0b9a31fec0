/** Names like this one, the likest first: by the parts between dots and underscores that they share, those at the end before all. */
export function nearestNames(name: string, among: readonly string[], most: number): string[] {
  const own = partsOf(name);
  return among
    .map((other) => ({ other, likeness: likeness(own, partsOf(other)) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ other }) => other);
}

function partsOf(name: string): string[] {
  return name.toLowerCase().split(/[._/]/);
}

function likeness(a: readonly string[], b: readonly string[]): number {
  const have = new Set(b);
  const common = a.filter((part) => have.has(part)).length;
  let end = 0;
  while (end < Math.min(a.length, b.length) && a.at(-1 - end) === b.at(-1 - end)) end++;
  return 2 * end + common - Math.abs(a.length - b.length) / 8;
}
