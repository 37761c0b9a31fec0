/** What is wrong with a block is said at the property that says it, with what to do; and nothing is compiled that is too large. */
import assert from "node:assert/strict";
import { clean, findsOne } from "./marks";

const on = (input: string, ...layers: string[]): string =>
  `{ "architecture": { "input": ${input}, "layers": [${layers.join(", ")}] } }`;
const LINE = '{ "channels": 4, "length": 3 }';
const IMAGE = '{ "channels": 1, "height": 4, "width": 4 }';
const WORDS = '{ "tokens": 3, "vocabulary": 5 }';
const TOKENS = '{ "tokens": 3, "width": 6 }';

describe("blocks in a spec", () => {
  const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
    "heads that do not divide the width": [
      on(TOKENS, '{ "type": "attention", «"heads"»: 4 }'),
      /4 heads do not divide the width 6/,
    ],
    "key heads that do not divide the query heads": [
      on(TOKENS, '{ "type": "attention", "heads": 3, «"kvHeads"»: 2 }'),
      /2 key and value heads do not divide 3 query heads/,
    ],
    "an odd head under rotary positions": [
      on(TOKENS, '{ "type": "attention", "heads": 2, «"rope"»: "half" }'),
      /turn pairs of rows, and a head has 3 of them/,
    ],
    "groups of a norm that do not divide the channels": [
      on(LINE, '{ "type": "norm", "norm": "group", «"groups"»: 3 }'),
      /3 groups do not divide the 4 channels that are normed/,
    ],
    "groups of a norm that takes none": [
      on(LINE, '{ "type": "norm", "norm": "rms", «"groups"»: 2 }'),
      /Only a group norm norms channels in groups/,
    ],
    "turned rows that nothing turns": [
      on(TOKENS, '{ "type": "attention", «"ropeRows"»: 2 }'),
      /how many rows of a head are turned, and nothing turns them/,
    ],
    "angles of rows that nothing turns": [
      on(TOKENS, '{ "type": "attention", «"ropeBase"»: 500000 }'),
      /by which angles rows of a head are turned, and nothing turns them/,
    ],
    "more turned rows than a head has": [
      on(TOKENS, '{ "type": "attention", "heads": 2, "rope": "half", «"ropeRows"»: 4 }'),
      /turn pairs among the 3 rows of a head, not 4 of them/,
    ],
    "an odd number of turned rows": [
      on(TOKENS, '{ "type": "attention", "rope": "half", «"ropeRows"»: 3 }'),
      /turn pairs among the 6 rows of a head, not 3 of them/,
    ],
    "scores that are kept at nothing": [
      on(TOKENS, '{ "type": "attention", «"softcap"»: 0 }'),
      /kept between −c and c, and c is 0/,
    ],
    "a sink outside of a softmax": [
      on(TOKENS, '{ "type": "attention", "scores": "sigmoid", «"sink"»: "zero" }'),
      /one more score within a softmax, and these scores go through none/,
    ],
    "a mask of other tokens": [
      on(TOKENS, '{ "type": "attention", «"mask"»: [[1, 0], [1, 1]] }'),
      /The mask has 2 rows, and there are 3 tokens/,
    ],
    "a row of a mask that is too short": [
      on(TOKENS, '{ "type": "attention", "mask": [[1, 0, 0], «[1, 1]», [1, 1, 1]] }'),
      /This row of the mask has 2 entries, and there are 3 tokens/,
    ],
    "a token that sees nothing": [
      on(TOKENS, '{ "type": "attention", "mask": [[1, 0, 0], [0, 1, 0], «[0, 0, 0]»] }'),
      /Token 2 sees nothing, and a softmax over nothing is no number/,
    ],
    "a token that sees nothing near": [
      on(TOKENS, '{ "type": "attention", "window": 2, "mask": [«[0, 0, 1]», [0, 1, 0], [0, 1, 0]] }'),
      /Token 0 sees nothing within its window/,
    ],
    "buckets of no distances": [
      on(TOKENS, '{ "type": "attention", "relative": "learned", «"buckets"»: 8 }'),
      /how distances share buckets, and there are none/,
    ],
    "too few buckets for tokens ahead": [
      on(TOKENS, '{ "type": "attention", «"relative"»: "buckets", "buckets": 3 }'),
      /Of 3 buckets, half of them for tokens ahead, each direction needs two/,
    ],
    "a last bucket among single distances": [
      on(TOKENS, '{ "type": "attention", «"relative"»: "buckets", "maxDistance": 8 }'),
      /buckets of their own up to 7, and all from 8 on share the last one/,
    ],
    "attention on what is no sequence": [
      on("6", '{ "type": «"attention"» }'),
      /reads a sequence; its source is a vector/,
    ],
    "groups that do not divide the channels": [
      on(LINE, '{ "type": "conv1d", "channels": 4, "kernel": 1, «"groups"»: 3 }'),
      /3 groups do not divide the 4 input channels/,
    ],
    "a kernel longer than its input": [
      on(LINE, '{ "type": "conv1d", "channels": 1, «"kernel"»: 5 }'),
      /reaches over 5 places, more than its input, which is 3 long/,
    ],
    "a kernel of too many numbers": [
      on(LINE, '{ "type": "conv1d", "channels": 1, «"kernel"»: [2, 2] }'),
      /must be one number, or one for each axis: 1/,
    ],
    "a convolution of a vector": [
      on("4", '{ "type": «"conv2d"», "channels": 1, "kernel": 1 }'),
      /reads an image; its source is a vector of 4 numbers/,
    ],
    "a dense layer on an image": [on(IMAGE, '{ "type": «"dense"», "units": 2 }'), /its source is an image/],
    "a body that changes the width": [
      on("3", '{ "type": «"residual"», "body": [{ "type": "dense", "units": 2 }] }'),
      /it is a vector of 2 numbers, the stream a vector of 3 numbers/,
    ],
    "a residual of one source": [on("3", '{ "type": «"residual"» }'), /takes from two layers, not 1/],
    "an embedding of numbers": [
      on(TOKENS, '{ "type": «"embedding"», "units": 2 }'),
      /reads tokens; its source is a sequence of 3 tokens, 6 wide/,
    ],
    "sines of an odd width": [
      on(WORDS, '{ "type": "embedding", "units": 3, «"positions"»: "sinusoidal" }'),
      /come in pairs, and the width 3 is odd/,
    ],
    "sharing what has no matrix": [
      on(WORDS, '{ "type": "norm", "name": "n", "norm": "rms" }', '{ "type": "dense", "units": 5, "share": «"n"» }'),
      /"n" has no matrix of its own/,
    ],
    "a lifting of what reads tokens": [
      `{ "architecture": { "input": ${WORDS}, "parametrization": «"product"», "layers": [{ "type": "dense", "units": 2 }] } }`,
      /tokens show combinations only/,
    ],
    "sharing directions": [
      on(
        "3",
        '{ "type": "dense", "name": "u", "units": 3, "weightNorm": "yes" }',
        '{ "type": "dense", "units": 3, "share": «"u"» }',
      ),
      /has no matrix of its own/,
    ],
    "a matrix that is normed twice": [
      on("3", '{ "type": "dense", "units": 3, "weightNorm": true, «"spectralNorm"»: true }'),
      /no matrix of their own to be divided by its largest singular value/,
    ],
    "sharing a matrix over its singular value": [
      on(
        "3",
        '{ "type": "dense", "name": "u", "units": 3, "spectralNorm": true }',
        '{ "type": "dense", "units": 3, "share": «"u"» }',
      ),
      /has no matrix of its own/,
    ],
    "more experts chosen than there are": [
      on("3", '{ "type": "moe", "experts": 2, "hidden": 1, «"topK"»: 3 }'),
      /cannot choose 3 of 2 experts/,
    ],
    "the largest of sigmoids": [
      on("3", '{ "type": "moe", "experts": 2, "hidden": 1, "router": "sigmoid", «"topK"»: 1 }'),
      /of a softmax only/,
    ],
    "a rank above both sides": [
      on("3", '{ "type": "adapter", "units": 4, «"rank"»: 4 }'),
      /A rank of 4 is more than the 4 units or the 3 inputs/,
    ],
    "a product of different shapes": [
      on("3", '{ "type": "dense", "name": "u", "units": 2 }', '{ "type": "multiply", "from": «["input", "u"]» }'),
      /the first is a vector of 3 numbers, the second a vector of 2 numbers/,
    ],
    "a product of one layer": [on("3", '{ "type": «"multiply"» }'), /takes from two layers, not 1/],
    "a recurrent layer on a vector": [
      on("3", '{ "type": «"rnn"», "hidden": 2 }'),
      /reads a sequence; its source is a vector of 3 numbers/,
    ],
    "a recurrent layer over one token": [
      on('{ "tokens": 1, "width": 2 }', '{ "type": «"lstm"», "hidden": 2 }'),
      /never uses its recurrent weights/,
    ],
    "a rank above the number of states": [
      on(TOKENS, '{ "type": "rnn", "hidden": 2, «"rank"»: 3 }'),
      /A rank of 3 is more than the 2 states/,
    ],
    "a rank of a diagonal recurrence": [
      on(TOKENS, '{ "type": "rnn", "hidden": 2, "recurrence": "diagonal", «"rank"»: 1 }'),
      /one number for each state and no rank/,
    ],
    "the largest of which nobody says how many": [
      on(LINE, '{ "type": "pool", «"kind"»: "k-max" }'),
      /nothing says how many/,
    ],
    "more of the largest than there are points": [
      on(LINE, '{ "type": "pool", "kind": "k-max", «"k"»: 4 }'),
      /Of 3 points 4 cannot be kept/,
    ],
    "the largest under a kernel": [
      on(LINE, '{ "type": "pool", "kind": "k-max", "k": 1, «"kernel"»: 2 }'),
      /of all points of the line, not of those under a kernel/,
    ],
    "the largest of an image in their order": [
      on(IMAGE, '{ "type": "pool", «"kind"»: "k-max", "k": 2 }'),
      /keep their order along a line; the source is an image/,
    ],
    "several of a maximum": [
      on(LINE, '{ "type": "pool", "kind": "max", «"k"»: 2 }'),
      /Only a pool of the kind "k-max" keeps several points/,
    ],
    "padding over nothing but zeros": [
      on(IMAGE, '{ "type": "pool", "kind": "max", "kernel": 2, «"padding"»: 2 }'),
      /over nothing but zeros/,
    ],
  };
  for (const [what, [text, message]] of Object.entries(refused))
    it(`${what}`, () => {
      assert.match(findsOne(text, "spec.conflict").message, message);
    });

  it("a mask that is neither a word that there is nor a table of 0 and 1", () => {
    const [word, entry] = ['«"casual"»', "[[1, 0, 0], [0, «2», 0], [1, 0, 0]]"].map((mask) =>
      findsOne(on(TOKENS, `{ "type": "attention", "mask": ${mask} }`), "spec.wrong-value"),
    );
    assert.match(word.message, /"mask" cannot be "casual"; did you mean "causal"\?/);
    assert.match(entry.message, /must be at most 1; 2 is not/);
    findsOne(on(TOKENS, '{ "type": "attention", "mask": «3» }'), "spec.wrong-type");
  });

  it("a path lifting of what is no network of paths", () => {
    for (const layer of ['{ "type": "attention" }', '{ "type": "gated", "hidden": 2, "gate": "relu" }'])
      findsOne(
        `{ "architecture": { "input": ${TOKENS}, "parametrization": «"path-lifting"», "layers": [${layer}] } }`,
        "spec.conflict",
      );
  });

  it("a lifting of a recurrent layer that bends its states, and say where they are bent", () => {
    const bent = {
      product: '{ "type": "lstm", "hidden": 2 }',
      "path-lifting": '{ "type": "rnn", "hidden": 2, "nonlinearity": "relu" }',
    };
    for (const [kind, layer] of Object.entries(bent)) {
      const text = `{ "architecture": { "input": ${TOKENS}, "parametrization": «"${kind}"», "layers": [${layer}] } }`;
      assert.match(findsOne(text, "spec.conflict").message, /bends or multiplies numbers within a layer/);
    }
  });

  it("an input that is laid out in no way there is", () => {
    assert.match(
      findsOne(on('«{» "channels": 1, "tokens": 3 }', '{ "type": "flatten" }'), "spec.conflict").message,
      /"tokens" and "channels" together are none of these/,
    );
  });

  it("what is too large, before anything is made", () => {
    const huge = '{ "channels": 1, "height": 1000000, "width": 1000000 }';
    findsOne(on(huge, '{ "type": «"conv2d"», "channels": 1, "kernel": 3 }'), "spec.too-large");
    for (const name of ["latent", "valueSize"])
      findsOne(on(TOKENS, `{ "type": "attention", «"${name}"»: 1000000000 }`), "spec.too-large");
    findsOne(on('{ "tokens": 5000, "width": 2 }', '{ "type": «"gru"», "hidden": 2 }'), "spec.too-large");
    const wide = '{ "channels": 1, "height": 9000000, "width": 1 }';
    findsOne(on(wide, '{ "type": "conv2d", "channels": 1, «"kernel"»: [9000000, 1] }'), "spec.conflict");
    findsOne(
      on('{ "channels": 512, "height": 64, "width": 64 }', '{ "type": «"conv2d"», "channels": 512, "kernel": 3 }'),
      "spec.not-drawn",
    );
    const scores = findsOne(on('{ "tokens": 4000, "width": 2 }', '{ "type": «"attention"» }'), "spec.not-drawn");
    assert.match(scores.message, /have 16,000,000 scores for one sample; the limit is 10,000,000/);
    const heads = Array.from({ length: 2 }, (_, i) => `{ "type": "attention", "heads": ${60000 - i} , "headSize": 1 }`);
    findsOne(
      on('{ "tokens": 3, "width": 2 }', ...heads).replace('"type": "attention"', '"type": «"attention"»'),
      "spec.too-large",
    );
  });

  it("a matrix of more directions than every sample may have", () => {
    const large = findsOne(on("400", '{ "type": "dense", "weightNorm": "yes", «"units"»: 300 }'), "spec.too-large");
    findsOne(
      on(IMAGE, '{ "type": "conv2d", "spectralNorm": true, «"channels"»: 30000, "kernel": 2 }'),
      "spec.too-large",
    );
    assert.match(large.message, /A normed matrix has 120,000 numbers for every sample; the limit is 100,000/);
  });

  it("name the layer that cannot be shared, and both shapes of a matrix that does not fit", () => {
    const table = '{ "type": "embedding", "name": "table", "units": 4 }';
    const unknown = findsOne(
      on(WORDS, table, '{ "type": "dense", "units": 5, "share": «"tabel"» }'),
      "spec.unknown-layer",
    );
    assert.match(unknown.message, /no earlier layer called "tabel"; did you mean "table"\?/);
    const unfit = findsOne(
      on(WORDS, table, '{ "type": "dense", "units": 6, "share": «"table"» }'),
      "spec.shape-mismatch",
    );
    assert.match(unfit.message, /The matrix of "table" is \[5, 4\], and this layer's would be \[6, 4\]/);
  });

  describe("that norm a batch", () => {
    const trained = (input: string, layers: string, data: string, optimizer: string): string =>
      `{ "architecture": { "input": ${input}, "layers": [${layers}] }, "training": { "data": { "kind": "teacher", ${data} }, "optimizer": { ${optimizer} } } }`;
    const VECTORS = '{ "type": "dense", "units": 3 }, { "type": "norm", "name": "bn", "norm": "batch" }';
    const steps = (more: string): string => `"type": "gradient-descent", "learningRate": 0.1, "steps": 5${more}`;

    it("want more than one number for each channel, as PyTorch does", () => {
      for (const [samples, optimizer] of [
        ["«1»", steps("")],
        ["«1»", '"type": "gradient-flow", "time": 1'],
        ["8", steps(', "batchSize": «1»')],
        ["9", steps(', "batchSize": «4»')],
      ]) {
        const problem = findsOne(trained("2", VECTORS, `"samples": ${samples}`, optimizer), "spec.conflict");
        assert.equal(problem.severity, "error");
        assert.match(problem.message, /The batch norm "bn" would have one number for each channel in a batch of one/);
      }
      clean(trained("2", VECTORS, '"samples": 10', steps(', "batchSize": 4')));
    });

    it("take one sample of several positions", () => {
      clean(trained(IMAGE, '{ "type": "basic-block" }, { "type": "flatten" }', '"samples": 1', steps("")));
    });

    it("say once of a block that its eps is 0", () => {
      const without = findsOne(on(IMAGE, '{ "type": "basic-block", «"eps"»: 0 }'), "spec.conflict");
      assert.equal(without.severity, "information");
      assert.match(without.message, /PyTorch refuses a batch norm with an eps of 0/);
    });
  });

  it("are read with their defaults, the layers of a body among all others", () => {
    const { network } = clean(
      on(
        TOKENS,
        '{ "type": "residual", "name": "mix", "body": [{ "type": "norm", "norm": "rms" }, { "type": "attention", "heads": 3 }] }',
        '{ "type": "dense", "units": 2, "from": ["mix"] }',
      ),
    );
    assert.deepEqual(
      network!.layers.map(({ name, sources, units }) => [name, sources, units]),
      [
        ["layer1", [-1], 18],
        ["layer2", [0], 18],
        ["mix", [-1, 1], 18],
        ["layer4", [2], 6],
      ],
    );
    assert.deepEqual(network!.layers[1].own, {
      heads: 3,
      mask: "none",
      scores: "softmax",
      eps: 1e-5,
      affine: "yes",
    });
  });
});
