/** Why something is not read, and what to do about it. */
import { t } from "../findings/language";
import { counted, grouped, listed, meant, nearest } from "../findings/words";
import { LARGEST_READ, MOST_AXES, MOST_PICKLED_OBJECTS, MOST_TENSORS } from "./limits";
import type { Why } from "./refusal";

const why = (reason: string, help: string): Why => ({ reason, help });

const AGAIN = t`Copy or download the file again, or save it again with the program that made it.`;
const MAKE = t`Save it as safetensors with the program that made it.`;
const BY_RANGES = t`Read it range by range.`;

const bytes = (count: number): string => counted(count, t`byte`, t`bytes`);

export const pastTheEnd = (length: number, size: number): Why =>
  why(t`${bytes(length)} are needed here, but the file ends after ${bytes(size)}.`, AGAIN);
export const unsafeInteger = (): Why => why(t`A size here is beyond 2^53, and no file is so large.`, AGAIN);
export const tooLarge = (size: number, limit: number, unit = t`bytes`): Why =>
  why(
    t`This part has ${grouped(size)} ${unit}; at most ${grouped(limit)} are read at once.`,
    t`Split the checkpoint into shards.`,
  );
export const tooManyTensors = (count: number): Why =>
  why(
    t`It lists ${grouped(count)} tensors or more; at most ${grouped(MOST_TENSORS)} are read.`,
    t`Split it into several files.`,
  );
export const trailingBytes = (count: number): Why => why(t`${bytes(count)} follow that belong to no tensor.`, AGAIN);
export const shorterThan = (found: number, wanted: number): Why =>
  why(t`Its values take ${bytes(wanted)}, but only ${bytes(found)} are there.`, AGAIN);
export const sizeIsNot = (found: number, wanted: number): Why =>
  why(t`It has ${bytes(found)}, but its shape and type need ${bytes(wanted)}.`, AGAIN);
export const bytesFollow = (count: number): string =>
  t`${bytes(count)} follow the array; only the first array of a file is read`;

export const unknownFormat = (names: readonly string[]): Why =>
  why(t`This is no file of tensors that can be read.`, t`What can be read: ${listed(names, "and")}.`);
export const notJson = (): Why => why(t`What should be JSON in UTF-8 is not.`, AGAIN);
export const notAnObject = (): Why => why(t`What should be a JSON object is not.`, AGAIN);

// tensors

export const twiceNamed = (): Why => why(t`Two of this file have this name.`, t`Give each a name of its own.`);
export const noSuchTensor = (names: readonly string[], name: string): Why =>
  why(
    t`There is no such tensor.`,
    names.length > MOST_COMPARED
      ? t`List the tensors to see their names.`
      : t`The file has ${counted(names.length, t`tensor`, t`tensors`)}${meant(nearest(name, names))}`,
  );
/** Names among which a similar one is looked for. */
const MOST_COMPARED = 10_000;
export const outsideTensor = (from: number, count: number, elements: number): Why =>
  why(t`${count} elements from the ${from}-th on do not lie within its ${grouped(elements)}.`, t`Ask for less.`);
export const rangeTooLarge = (count: number): Why =>
  why(t`${grouped(count)} elements are too many at once; the limit is ${grouped(LARGEST_READ)}.`, BY_RANGES);
export const unreadableDtype = (dtype: string): Why =>
  why(
    t`Its type, ${dtype}, is none whose values are read here.`,
    t`Convert it to a floating-point or integer type of 8 to 64 bits.`,
  );
export const badShape = (shape: readonly number[]): Why => {
  const shown = `[${shape.slice(0, 16).join(", ")}${shape.length > 16 ? ", …" : ""}]`;
  return why(t`${shown} is the shape of no tensor.`, AGAIN);
};
export const tooManyAxes = (count: number): Why => why(t`It has ${count} axes; at most ${MOST_AXES} are read.`, AGAIN);

// safetensors

export const badTensorEntry = (): Why =>
  why(t`Its entry in the header is not a type, a shape and two offsets within the file.`, AGAIN);
export const overlapsAnother = (): Why => why(t`Its bytes are also those of another tensor.`, AGAIN);
export const gapBefore = (count: number): Why => why(t`Before it lie ${bytes(count)} that belong to no tensor.`, AGAIN);
export const notAnIndex = (): Why =>
  why(t`It has no \`weight_map\` from names to files.`, t`Open the index that was saved with the shards.`);
export const missingInShard = (shard: string): Why =>
  why(
    t`The index says that it is in ${shard}, but it is not.`,
    t`Put all shards of one checkpoint beside their index.`,
  );
export const shardOfShards = (): Why =>
  why(t`A shard is an index itself.`, t`Name the files with the tensors in the index.`);
export const inAnotherShard = (): string => t`the index takes the tensor of this name from another shard`;
export const notInTheIndex = (): string => t`it is in a shard, but not in the index`;

// zip

export const noDirectory = (): Why => why(t`It is no whole zip: there is no list of entries at its end.`, AGAIN);
export const badDirectory = (): Why => why(t`The zip's list of entries does not fit the file.`, AGAIN);
export const badLocalHeader = (): Why => why(t`No entry of the zip begins where its list says so.`, AGAIN);
export const splitZip = (): Why => why(t`It is one part of a zip on several disks.`, t`Join the parts.`);
export const encryptedEntry = (): Why => why(t`It is encrypted.`, t`Save it without a password.`);
export const entriesOverlap = (): Why => why(t`Its bytes are also those of another entry, as in a zip bomb.`, AGAIN);
export const impossibleRatio = (from: number, to: number): Why =>
  why(t`${bytes(from)} cannot be inflated to ${bytes(to)}.`, AGAIN);
export const inflatesToOtherSize = (size: number): Why =>
  why(t`It does not inflate to the ${bytes(size)} it promises.`, AGAIN);
export const notDeflate = (): Why => why(t`Its compressed bytes cannot be inflated.`, AGAIN);
export const wrongSum = (): Why => why(t`Its bytes do not have the sum (CRC-32) that the zip says.`, AGAIN);
export const unknownCompression = (method: number): Why =>
  why(
    t`It is compressed by method ${method}; only stored and deflated entries are read.`,
    t`Save it again with one of these.`,
  );

// numpy

export const badArrayHeader = (what: string): Why => why(t`This is no header of a numpy array: ${what}.`, AGAIN);
export const unknownArrayVersion = (version: number): Why =>
  why(t`Version ${version} of numpy's format is unknown; 1 to 3 are read.`, t`Save it with numpy.save.`);
export const notAnArray = (): string => t`it is no numpy array`;

// PyTorch

const STATE_DICT = t`Save the tensors alone: torch.save(model.state_dict(), path).`;

export const legacyFile = (): Why =>
  why(
    t`It was written by PyTorch before 1.6, as a series of pickles, which is not read here.`,
    t`Load it in PyTorch and save it again: torch.save writes a zip today.`,
  );
export const notPyTorch = (): Why => why(t`It is no zip as torch.save writes it.`, MAKE);
export const noPickle = (count: number): Why =>
  why(count === 0 ? t`The zip has no data.pkl.` : t`The zip has ${count} times data.pkl.`, STATE_DICT);
export const isScript = (): Why => why(t`It is a TorchScript program, not a file of tensors.`, STATE_DICT);
export const noStorage = (): Why => why(t`The zip has no bytes for it.`, AGAIN);
export const strayStorage = (): string => t`bytes that no tensor of the file names`;
export const refusedGlobal = (name: string): Why =>
  why(
    t`It speaks of ${name}. Only tensors and plain containers are read, and nothing of a file is executed.`,
    STATE_DICT,
  );
export const refusedInstruction = (code: number): Why =>
  why(t`Instruction ${`0x${code.toString(16).padStart(2, "0")}`} of pickles is none that tensors need.`, STATE_DICT);
export const wrongPickle = (): Why => why(t`The pickle does with a value what cannot be done with it.`, STATE_DICT);
export const pickleEnds = (): Why => why(t`The pickle ends in the middle of an instruction.`, AGAIN);
export const pickleWithoutValue = (): Why => why(t`The pickle takes a value that is not there.`, AGAIN);
export const pickleTooLarge = (): Why =>
  why(t`The pickle makes more than ${grouped(MOST_PICKLED_OBJECTS)} objects.`, t`Split the checkpoint into shards.`);
export const nestedTooDeep = (depth: number): Why =>
  why(t`Its containers lie more than ${depth} deep, perhaps in themselves.`, STATE_DICT);

// ONNX

export const badMessage = (): Why => why(t`This is no message of protocol buffers.`, AGAIN);
export const noGraph = (): Why => why(t`It has no graph and no tensors.`, t`Export the model again.`);
export const badExternal = (): Why =>
  why(t`It lies in another file, but the place is not said as ONNX does.`, t`Export the model again.`);
export const sparseTensors = (count: number): string =>
  t`${counted(count, t`sparse tensor`, t`sparse tensors`)}, which are not read`;
export const innerGraphs = (count: number): string =>
  t`${counted(count, t`inner graph`, t`inner graphs`)} or function, with what tensors it has`;

// Keras and HDF5

export const noHdf5 = (): Why =>
  why(t`The library for HDF5 is not loaded.`, t`Try again; if it stays so, install Intrinsic again.`);
export const notHdf5 = (): Why => why(t`It cannot be opened as HDF5.`, AGAIN);
export const brokenHdf5 = (what: string): Why => why(t`The library for HDF5 stopped: ${what}.`, AGAIN);
export const brokenLibrary = (): Why =>
  why(t`A broken HDF5 file was read before, and the library cannot be used again.`, t`Run it again without that file.`);
export const otherFile = (): string => t`it is a link, and links are not followed`;
export const noKerasWeights = (): Why =>
  why(t`The zip has no config.json with model.weights.h5.`, t`Save the model with model.save(path).`);
export const notKeras = (): Why =>
  why(
    t`It is no configuration of a Keras model: \`class_name\` or \`config\` is missing.`,
    t`Write it with model.to_json().`,
  );

// files

export const outsideFolder = (): Why =>
  why(
    t`It lies outside the folder in which weights may be read.`,
    t`Put the file itself into that folder, not a link to it.`,
  );
export const notAFile = (): Why => why(t`It is not a file.`, t`Name a file of weights.`);
export const changedWhileRead = (): Why =>
  why(t`It became shorter while it was read.`, t`Try again once it is written.`);
export const unreadable = (code: string): Why =>
  why(t`It cannot be read: ${REASONS[code] ?? code}.`, t`Correct its path, or put the file there.`);
export const unwritable = (code: string): Why =>
  why(t`It cannot be written: ${REASONS[code] ?? code}.`, t`Make room or a folder for it, or choose another place.`);

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: t`there is no such file or folder`,
  ENOTDIR: t`there is no such file or folder`,
  EACCES: t`permission denied`,
  ELOOP: t`its links form a circle`,
  EISDIR: t`it is a folder`,
  EBADF: t`it was closed`,
  ENOSPC: t`the disk is full`,
  EROFS: t`the disk is for reading only`,
  ENAMETOOLONG: t`its name is too long`,
};

// writing

export const notOfItsType = (value: number, index: number, dtype: string): Why =>
  why(
    t`Value ${grouped(index)}, ${value}, is no number of type ${dtype}, or is too large to be known exactly.`,
    t`Write it as F64.`,
  );
export const fewerValues = (found: number, wanted: number): Why =>
  why(t`${grouped(wanted)} are to be written, but there is room or value for ${grouped(found)}.`, t`Write it again.`);
export const reservedName = (): Why =>
  why(t`safetensors keeps this name for what is said beside the tensors.`, t`Give the tensor another name.`);
export const notInNumpy = (dtype: string): Why =>
  why(t`Numpy has no type for ${dtype}.`, t`Write it as F32, which has all its numbers, or as safetensors.`);
export const fileExists = (): Why =>
  why(t`There is something of this name already, and nothing is overwritten.`, t`Choose another name.`);
export const noRoom = (wanted: number, free: number): Why =>
  why(
    t`It would take ${bytes(wanted)}, and the disk has ${bytes(free)} left.`,
    t`Make room, or choose another folder.`,
  );
export const noWrittenFormat = (extensions: readonly string[]): Why =>
  why(t`Its name does not say how it should be written.`, t`Let it end in ${listed(extensions, "or")}.`);
