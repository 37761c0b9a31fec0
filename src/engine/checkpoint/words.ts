/** Why something is not read, and what to do about it. */
import { counted, grouped, listed, meant, nearest } from "../findings/words";
import { LARGEST_READ, MOST_AXES, MOST_PICKLED_OBJECTS, MOST_TENSORS } from "./limits";
import type { Why } from "./refusal";

const why = (reason: string, help: string): Why => ({ reason, help });

const AGAIN = "Copy or download the file again, or save it again with the program that made it.";
const MAKE = "Save it as safetensors with the program that made it.";
const BY_RANGES = "Read it range by range.";

const bytes = (count: number): string => `${grouped(count)} ${count === 1 ? "byte" : "bytes"}`;

export const pastTheEnd = (length: number, size: number): Why =>
  why(`${bytes(length)} are needed here, but the file ends after ${bytes(size)}.`, AGAIN);
export const unsafeInteger = (): Why => why("A size here is beyond 2^53, and no file is so large.", AGAIN);
export const tooLarge = (size: number, limit: number, unit = "bytes"): Why =>
  why(
    `This part has ${grouped(size)} ${unit}; at most ${grouped(limit)} are read at once.`,
    "Split the checkpoint into shards.",
  );
export const tooManyTensors = (count: number): Why =>
  why(
    `It lists ${grouped(count)} tensors or more; at most ${grouped(MOST_TENSORS)} are read.`,
    "Split it into several files.",
  );
export const trailingBytes = (count: number): Why => why(`${bytes(count)} follow that belong to no tensor.`, AGAIN);
export const shorterThan = (found: number, wanted: number): Why =>
  why(`Its values take ${bytes(wanted)}, but only ${bytes(found)} are there.`, AGAIN);
export const sizeIsNot = (found: number, wanted: number): Why =>
  why(`It has ${bytes(found)}, but its shape and type need ${bytes(wanted)}.`, AGAIN);
export const bytesFollow = (count: number): string =>
  `${bytes(count)} follow the array; only the first array of a file is read`;

export const unknownFormat = (names: readonly string[]): Why =>
  why("This is no file of tensors that can be read.", `What can be read: ${listed(names, "and")}.`);
export const notJson = (): Why => why("What should be JSON in UTF-8 is not.", AGAIN);
export const notAnObject = (): Why => why("What should be a JSON object is not.", AGAIN);

// tensors

export const twiceNamed = (): Why => why("Two of this file have this name.", "Give each a name of its own.");
export const noSuchTensor = (names: readonly string[], name: string): Why =>
  why(
    "There is no such tensor.",
    names.length > MOST_COMPARED
      ? "List the tensors to see their names."
      : `The file has ${counted(names.length, "tensor")}.${meant(nearest(name, names))}`,
  );
/** Names among which a similar one is looked for. */
const MOST_COMPARED = 10_000;
export const outsideTensor = (from: number, count: number, elements: number): Why =>
  why(`${count} elements from the ${from}-th on do not lie within its ${grouped(elements)}.`, "Ask for less.");
export const rangeTooLarge = (count: number): Why =>
  why(`${grouped(count)} elements are too many at once; the limit is ${grouped(LARGEST_READ)}.`, BY_RANGES);
export const unreadableDtype = (dtype: string): Why =>
  why(
    `Its type, ${dtype}, is none whose values are read here.`,
    "Convert it to a floating-point or integer type of 8 to 64 bits.",
  );
export const badShape = (shape: readonly number[]): Why =>
  why(`[${shape.slice(0, 16).join(", ")}${shape.length > 16 ? ", …" : ""}] is the shape of no tensor.`, AGAIN);
export const tooManyAxes = (count: number): Why => why(`It has ${count} axes; at most ${MOST_AXES} are read.`, AGAIN);

// safetensors

export const badTensorEntry = (): Why =>
  why("Its entry in the header is not a type, a shape and two offsets within the file.", AGAIN);
export const overlapsAnother = (): Why => why("Its bytes are also those of another tensor.", AGAIN);
export const gapBefore = (count: number): Why => why(`Before it lie ${bytes(count)} that belong to no tensor.`, AGAIN);
export const notAnIndex = (): Why =>
  why("It has no `weight_map` from names to files.", "Open the index that was saved with the shards.");
export const missingInShard = (shard: string): Why =>
  why(`The index says that it is in ${shard}, but it is not.`, "Put all shards of one checkpoint beside their index.");
export const shardOfShards = (): Why =>
  why("A shard is an index itself.", "Name the files with the tensors in the index.");
export const inAnotherShard = (): string => "the index takes the tensor of this name from another shard";
export const notInTheIndex = (): string => "it is in a shard, but not in the index";

// zip

export const noDirectory = (): Why => why("It is no whole zip: there is no list of entries at its end.", AGAIN);
export const badDirectory = (): Why => why("The zip's list of entries does not fit the file.", AGAIN);
export const badLocalHeader = (): Why => why("No entry of the zip begins where its list says so.", AGAIN);
export const splitZip = (): Why => why("It is one part of a zip on several disks.", "Join the parts.");
export const encryptedEntry = (): Why => why("It is encrypted.", "Save it without a password.");
export const entriesOverlap = (): Why => why("Its bytes are also those of another entry, as in a zip bomb.", AGAIN);
export const impossibleRatio = (from: number, to: number): Why =>
  why(`${bytes(from)} cannot be inflated to ${bytes(to)}.`, AGAIN);
export const inflatesToOtherSize = (size: number): Why =>
  why(`It does not inflate to the ${bytes(size)} it promises.`, AGAIN);
export const notDeflate = (): Why => why("Its compressed bytes cannot be inflated.", AGAIN);
export const wrongSum = (): Why => why("Its bytes do not have the sum (CRC-32) that the zip says.", AGAIN);
export const unknownCompression = (method: number): Why =>
  why(
    `It is compressed by method ${method}; only stored and deflated entries are read.`,
    "Save it again with one of these.",
  );

// numpy

export const badArrayHeader = (what: string): Why => why(`This is no header of a numpy array: ${what}.`, AGAIN);
export const unknownArrayVersion = (version: number): Why =>
  why(`Version ${version} of numpy's format is unknown; 1 to 3 are read.`, "Save it with numpy.save.");
export const notAnArray = (): string => "it is no numpy array";

// PyTorch

const STATE_DICT = "Save the tensors alone: torch.save(model.state_dict(), path).";

export const legacyFile = (): Why =>
  why(
    "It was written by PyTorch before 1.6, as a series of pickles, which is not read here.",
    "Load it in PyTorch and save it again: torch.save writes a zip today.",
  );
export const notPyTorch = (): Why => why("It is no zip as torch.save writes it.", MAKE);
export const noPickle = (count: number): Why =>
  why(count === 0 ? "The zip has no data.pkl." : `The zip has ${count} times data.pkl.`, STATE_DICT);
export const isScript = (): Why => why("It is a TorchScript program, not a file of tensors.", STATE_DICT);
export const noStorage = (): Why => why("The zip has no bytes for it.", AGAIN);
export const strayStorage = (): string => "bytes that no tensor of the file names";
export const refusedGlobal = (name: string): Why =>
  why(
    `It speaks of ${name}. Only tensors and plain containers are read, and nothing of a file is executed.`,
    STATE_DICT,
  );
export const refusedInstruction = (code: number): Why =>
  why(`Instruction 0x${code.toString(16).padStart(2, "0")} of pickles is none that tensors need.`, STATE_DICT);
export const wrongPickle = (): Why => why("The pickle does with a value what cannot be done with it.", STATE_DICT);
export const pickleEnds = (): Why => why("The pickle ends in the middle of an instruction.", AGAIN);
export const pickleWithoutValue = (): Why => why("The pickle takes a value that is not there.", AGAIN);
export const pickleTooLarge = (): Why =>
  why(`The pickle makes more than ${grouped(MOST_PICKLED_OBJECTS)} objects.`, "Split the checkpoint into shards.");
export const nestedTooDeep = (depth: number): Why =>
  why(`Its containers lie more than ${depth} deep, perhaps in themselves.`, STATE_DICT);

// ONNX

export const badMessage = (): Why => why("This is no message of protocol buffers.", AGAIN);
export const noGraph = (): Why => why("It has no graph and no tensors.", "Export the model again.");
export const badExternal = (): Why =>
  why("It lies in another file, but the place is not said as ONNX does.", "Export the model again.");
export const sparseTensors = (count: number): string => `${counted(count, "sparse tensor")}, which are not read`;
export const innerGraphs = (count: number): string =>
  `${counted(count, "inner graph")} or function, with what tensors it has`;

// Keras and HDF5

export const noHdf5 = (): Why =>
  why("The library for HDF5 is not loaded.", "Try again; if it stays so, install Intrinsic again.");
export const notHdf5 = (): Why => why("It cannot be opened as HDF5.", AGAIN);
export const brokenHdf5 = (what: string): Why => why(`The library for HDF5 stopped: ${what}.`, AGAIN);
export const brokenLibrary = (): Why =>
  why("A broken HDF5 file was read before, and the library cannot be used again.", "Run it again without that file.");
export const otherFile = (): string => "it is a link, and links are not followed";
export const noKerasWeights = (): Why =>
  why("The zip has no config.json with model.weights.h5.", "Save the model with model.save(path).");
export const notKeras = (): Why =>
  why(
    "It is no configuration of a Keras model: `class_name` or `config` is missing.",
    "Write it with model.to_json().",
  );

// files

export const outsideFolder = (): Why =>
  why(
    "It lies outside the folder in which weights may be read.",
    "Put the file itself into that folder, not a link to it.",
  );
export const notAFile = (): Why => why("It is not a file.", "Name a file of weights.");
export const changedWhileRead = (): Why => why("It became shorter while it was read.", "Try again once it is written.");
export const unreadable = (code: string): Why =>
  why(`It cannot be read: ${REASONS[code] ?? code}.`, "Correct its path, or put the file there.");
export const unwritable = (code: string): Why =>
  why(`It cannot be written: ${REASONS[code] ?? code}.`, "Make room or a folder for it, or choose another place.");

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "there is no such file or folder",
  EACCES: "permission denied",
  ELOOP: "its links form a circle",
  EISDIR: "it is a folder",
  EBADF: "it was closed",
  ENOSPC: "the disk is full",
  EROFS: "the disk is for reading only",
  ENAMETOOLONG: "its name is too long",
};

// writing

export const notOfItsType = (value: number, index: number, dtype: string): Why =>
  why(
    `Value ${grouped(index)}, ${value}, is no number of type ${dtype}, or is too large to be known exactly.`,
    "Write it as F64.",
  );
export const fewerValues = (found: number, wanted: number): Why =>
  why(`${grouped(wanted)} are to be written, but there is room or value for ${grouped(found)}.`, "Write it again.");
export const reservedName = (): Why =>
  why("safetensors keeps this name for what is said beside the tensors.", "Give the tensor another name.");
export const notInNumpy = (dtype: string): Why =>
  why(`Numpy has no type for ${dtype}.`, "Write it as F32, which has all its numbers, or as safetensors.");
export const fileExists = (): Why =>
  why("There is something of this name already, and nothing is overwritten.", "Choose another name.");
export const noRoom = (wanted: number, free: number): Why =>
  why(`It would take ${bytes(wanted)}, and the disk has ${bytes(free)} left.`, "Make room, or choose another folder.");
export const noWrittenFormat = (extensions: readonly string[]): Why =>
  why("Its name does not say how it should be written.", `Let it end in ${listed(extensions, "or")}.`);
