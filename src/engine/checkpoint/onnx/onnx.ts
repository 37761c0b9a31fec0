/** ONNX: the graph, and the tensors that its operators take. */
import { checkpointOf } from "../checkpoint";
import type { ByteSource } from "../bytes/source";
import type { Format } from "../format";
import { MOST_TENSORS } from "../limits";
import { refuse } from "../refusal";
import { innerGraphs, noGraph, sparseTensors, tooManyTensors } from "../words";
import { readModel } from "./read-graph";
import { onnxTensor } from "./tensor";

export const onnx: Format = {
  id: "onnx",
  name: "ONNX",
  extensions: [".onnx"],
  needsHdf5: false,
  // The version of the format, a small number, and the producer's name or the graph behind it.
  recognizes: ({ head }) => head[0] === 0x08 && head[1] < 0x40 && [0x12, 0x3a, 0x42].includes(head[2]),
  open: (file, { folder }) => {
    const { graph, metadata, tensors, sparse, inner } = readModel({ source: file, offset: 0, length: file.size });
    if (graph.nodes.length === 0 && tensors.length === 0) refuse(file.name, null, noGraph());
    if (tensors.length > MOST_TENSORS) refuse(file.name, null, tooManyTensors(tensors.length));
    const opened = new Map<string, ByteSource>();
    const external = (location: string): ByteSource => {
      const source = opened.get(location) ?? folder.open(location);
      opened.set(location, source);
      return source;
    };
    return checkpointOf(file.name, {
      format: "onnx",
      tensors: tensors.map(({ name, section }) => onnxTensor(section, name, external)),
      metadata,
      architecture: { kind: "onnx", graph },
      skipped: [
        ...(sparse === 0 ? [] : [{ name: graph.name, why: sparseTensors(sparse) }]),
        ...(inner === 0 ? [] : [{ name: graph.name, why: innerGraphs(inner) }]),
      ],
    });
  },
};
