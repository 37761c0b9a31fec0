/**
 * What a file may ask for. Everything is compared with these before memory is taken for it, so that a file which lies
 * about its sizes costs nothing. Real checkpoints stay a factor of ten below each.
 */

const MB = 1_000_000;

/** Bytes of a header that is read as one text: safetensors' own limit. */
export const LARGEST_HEADER = 100 * MB;

/** Bytes of the header of one array; numpy itself reads 10,000 at most. */
export const LARGEST_ARRAY_HEADER = 65_536;

/** Bytes of a zip's list of entries, of which each takes 46 and its name. */
export const LARGEST_DIRECTORY = 100 * MB;

/** Entries of a zip, and tensors of a checkpoint. */
export const MOST_TENSORS = 1_000_000;

/** Bytes of the pickle that says where a PyTorch file's tensors lie: about 300 for each. */
export const LARGEST_PICKLE = 100 * MB;

/** Lists, dictionaries, tuples and tensors that one pickle may make: about 8 for each tensor. 100 bytes each. */
export const MOST_PICKLED_OBJECTS = 3_000_000;

/** Values that one pickle may push or copy, 8 bytes each. */
export const MOST_PICKLED_VALUES = 20_000_000;

/** Deeper containers are not walked. */
export const DEEPEST_NESTING = 64;

/** Characters of one tensor's name, which in a pickle is put together from all keys above it. */
export const LONGEST_NAME = 4096;

/** Axes of a tensor: torch and numpy have 64 at most. */
export const MOST_AXES = 64;

/** Elements given at once, 8 bytes each (268 MB). Larger tensors are read range by range. */
export const LARGEST_READ = 2 ** 25;

/** Bytes of an ONNX graph without its tensors. */
export const LARGEST_MESSAGE = 100 * MB;

/** Numbers of one list in an ONNX file that does not hold them as they are: about 50 bytes each while they are decoded. */
export const MOST_PACKED = 2 ** 22;

/** Bytes of one chunk of an HDF5 file, which is decoded as a whole, and of one attribute. */
export const LARGEST_CHUNK = 256 * MB;

/** Bytes of a compressed part that can only be read as a whole, as an HDF5 file within a zip. */
export const LARGEST_INFLATED = 256 * MB;
