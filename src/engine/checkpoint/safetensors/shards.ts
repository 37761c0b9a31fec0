/**
 * A checkpoint in several files, as transformers writes it: a JSON with `weight_map`, from each tensor's name to the file that has
 * it. Files are opened when a tensor of theirs is listed, once each; only tensors of the map are listed.
 */
import { t } from "../../findings/language";
import { checkpointOf, type Checkpoint, type ReadableTensor, type TensorInfo } from "../checkpoint";
import type { Format } from "../format";
import { isObject, jsonOf, textsOf, type JsonValue } from "../json";
import { LARGEST_HEADER } from "../limits";
import { atByte, ofTensor, refuse, shortened } from "../refusal";
import { latin1 } from "../bytes/numbers";
import { inAnotherShard, missingInShard, notAnIndex, notInTheIndex, tooLarge, twiceNamed } from "../words";
import { repeatedInnerKey } from "./repeated-key";

export const shards: Format = {
  id: "shards",
  name: t`an index of shards (*.safetensors.index.json)`,
  extensions: [".safetensors.index.json", ".bin.index.json", ".index.json"],
  needsHdf5: false,
  recognizes: ({ head }) => /^\s*\{/.test(latin1(head)) && latin1(head).includes('"weight_map"'),
  open: (file, { folder, openShard }) => {
    if (file.size > LARGEST_HEADER) refuse(file.name, null, tooLarge(file.size, LARGEST_HEADER));
    const bytes = file.read(0, file.size);
    const index = jsonOf(bytes, file.name, 0);
    const map = isObject(index) ? index["weight_map"] : undefined;
    if (!isObject(index) || !isObject(map)) return refuse(file.name, atByte(0), notAnIndex());
    const twice = repeatedInnerKey(bytes);
    if (twice !== null) refuse(file.name, ofTensor(twice), twiceNamed());
    const opened = new Map<
      string,
      { readonly shard: Checkpoint; readonly names: ReadonlyMap<string, ReadableTensor> }
    >();
    const shardOf = (name: string): NonNullable<ReturnType<typeof opened.get>> => {
      const known = opened.get(name);
      if (known !== undefined) return known;
      const shard = openShard(folder.open(name));
      const names = new Map(shard.tensors.map((info) => [info.name, tensorIn(shard, info)]));
      opened.set(name, { shard, names });
      return { shard, names };
    };
    const close = (): void => {
      for (const { shard } of opened.values()) shard.close();
    };
    const tensorOf = ([name, shardName]: readonly [string, JsonValue | undefined]): ReadableTensor => {
      if (typeof shardName !== "string") return refuse(file.name, ofTensor(name), notAnIndex());
      const found = shardOf(shardName).names.get(name);
      return found ?? refuse(file.name, ofTensor(name), missingInShard(shortened(shardName)));
    };
    const tensors = closingOnFailure(close, () => Object.entries(map).map(tensorOf));
    const skipped = [...opened].flatMap(([shardName, { shard, names }]) => [
      ...shard.skipped,
      ...[...names.keys()]
        .filter((name) => !Object.hasOwn(map, name) || map[name] !== shardName)
        .map((name) => ({ name, why: Object.hasOwn(map, name) ? inAnotherShard() : notInTheIndex() })),
    ]);
    return checkpointOf(file.name, {
      format: "shards",
      tensors,
      metadata: textsOf(index["metadata"]),
      architecture: null,
      skipped,
      close,
    });
  },
};

function closingOnFailure<T>(close: () => void, work: () => T): T {
  try {
    return work();
  } catch (error) {
    close();
    throw error;
  }
}

function tensorIn(shard: Checkpoint, info: TensorInfo): ReadableTensor {
  return {
    info,
    read: (from, count, room) => shard.read(info.name, { from, count, ...(room === undefined ? {} : { room }) }).values,
    bytes: (from, count) => shard.bytes(info.name, from, count),
  };
}
