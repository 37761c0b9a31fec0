/** Which expectations of which specs a run is of. No vscode in here: what it needs of VS Code's items is written down. */

/** A spec, or below one an expectation of it. */
export interface TestNode<Self> {
  readonly parent: Self | undefined;
  readonly children: Iterable<[string, Self]>;
}

export interface Selected<Node> {
  readonly spec: Node;
  readonly expectations: readonly Node[];
}

/** `include`: specs and expectations, each of them once or twice; those of `exclude`, and below, are left out. */
export function selectedOf<Node extends TestNode<Node>>(
  include: Iterable<Node>,
  exclude: readonly Node[],
): Selected<Node>[] {
  const specs = new Map<Node, Set<Node>>();
  for (const node of include) {
    const spec = node.parent ?? node;
    const wanted = specs.get(spec) ?? new Set();
    specs.set(spec, wanted);
    for (const one of node.parent === undefined ? childrenOf(node) : [node]) wanted.add(one);
  }
  return [...specs]
    .filter(([spec]) => !exclude.includes(spec))
    .map(([spec, wanted]) => ({ spec, expectations: [...wanted].filter((one) => !exclude.includes(one)) }))
    .filter(({ expectations }) => expectations.length > 0);
}

function childrenOf<Node extends TestNode<Node>>(node: Node): Node[] {
  return [...node.children].map(([, child]) => child);
}

/** Does them all, at most so many at a time; the order of beginning is that of the list. */
export async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const turn = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, turn));
}
