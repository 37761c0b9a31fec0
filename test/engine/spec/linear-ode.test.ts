/** Linear neural ODEs in specs: what is read, and every mistake at its place. */
import assert from "node:assert/strict";
import { chebyshevNodes } from "../../../src/engine/math/spectral/chebyshev";
import { clean, findsOne, architecture, initialization } from "./marks";

const ODE = '{ "type": "linear-ode", "width": 2, "grid": 8 }';
const started = (inner: string): string => `{ "architecture": { "layers": [${ODE}] }, "initialization": { ${inner} } }`;
const I = "[[1, 0], [0, 1]]";

describe("a linear-ode layer", () => {
  it("is a network by itself, with or without its input", () => {
    for (const text of [
      architecture(`"layers": [${ODE}]`),
      architecture(`"input": 2, "layers": [${ODE}]`),
      architecture(`"layers": [${ODE}], "parametrization": "flow-map"`),
    ]) {
      const { network, initialization: plan } = clean(text);
      assert.deepEqual(
        [network?.inputs, network?.layers[0].type, network?.layers[0].units, network?.layers[0].grid],
        [2, "linear-ode", 2, 8],
      );
      assert.deepEqual(plan?.path, { scheme: "gaussian", std: 1, lengthScale: 0.5, scale: 1 });
    }
  });

  it("needs a width and a grid within their limits", () => {
    findsOne(architecture('"layers": [{ "type": «"linear-ode"», "width": 2 }]'), "spec.missing-property");
    findsOne(architecture('"layers": [{ "type": «"linear-ode"», "grid": 8 }]'), "spec.missing-property");
    findsOne(architecture('"layers": [{ "type": "linear-ode", "width": 2, "grid": «7» }]'), "spec.wrong-value");
    findsOne(architecture('"layers": [{ "type": "linear-ode", "width": «65», "grid": 8 }]'), "spec.wrong-value");
    assert.match(
      findsOne(architecture('"layers": [{ "type": "linear-ode", "width": 64, "grid": «65» }]'), "spec.too-large").help,
      /at most 64 nodes/,
    );
  });

  it("stands alone, and its input is its width", () => {
    assert.match(
      findsOne(architecture(`"input": 2, "layers": [${ODE}, { "type": «"dense"», "units": 2 }]`), "spec.conflict")
        .message,
      /only layer in this version/,
    );
    findsOne(architecture(`"layers": [${ODE}, { "type": «"linear-ode"», "width": 2, "grid": 8 }]`), "spec.conflict");
    findsOne(architecture(`"input": «3», "layers": [${ODE}]`), "spec.conflict");
  });

  it("has a parametrization of its own", () => {
    findsOne(architecture(`"layers": [${ODE}], "parametrization": «"product"»`), "spec.conflict");
    findsOne(architecture('"widths": [2, 2], "parametrization": «"flow-map"»'), "spec.conflict");
  });

  it("has no units and no activation", () => {
    assert.equal(
      findsOne(
        architecture('"layers": [{ "type": "linear-ode", "width": 2, "grid": 8, «"units"»: 2 }]'),
        "spec.conflict",
      ).severity,
      "warning",
    );
    findsOne(
      architecture('"layers": [{ "type": "linear-ode", "width": 2, "grid": 8, «"activation"»: "relu" }]'),
      "spec.conflict",
    );
  });
});

describe("the path of a linear neural ODE", () => {
  it("takes λ as a number, as a list at the nodes, or as an expression", () => {
    const lambda = (written: string): readonly number[] => {
      const { initialization: plan } = clean(started(`"scheme": "relaxed-balanced", "lambda": ${written}`));
      assert.ok(plan?.path?.scheme === "relaxed-balanced");
      return plan.path.lambda;
    };
    assert.deepEqual(lambda("0.5"), Array(8).fill(0.5));
    assert.deepEqual(lambda("[1, 2, 3, 4, 5, 6, 7, 8]"), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(
      lambda('"1 + cos(3*s)"'),
      Array.from(chebyshevNodes(8), (s) => 1 + Math.cos(3 * s)),
    );
  });

  it("refuses other λ at the place", () => {
    const wrong = (written: string): string => started(`"scheme": "relaxed-balanced", "lambda": ${written}`);
    assert.match(findsOne(wrong("«[1, 2]»"), "spec.shape-mismatch").message, /8 nodes.*this one has 2/);
    findsOne(wrong('"1 + «x»"'), "spec.wrong-value");
    findsOne(wrong('"1 + «$»"'), "spec.wrong-value");
    assert.match(findsOne(wrong('"«1/s»"'), "spec.wrong-value").message, /at s = 0 it is not/);
    findsOne(wrong('«""»'), "spec.wrong-value");
    findsOne(wrong('«"\\u0078"»'), "spec.wrong-value");
    findsOne(wrong("«true»"), "spec.wrong-type");
  });

  it("takes one matrix per node, or one for all", () => {
    const explicit = clean(started(`"scheme": "explicit", "weights": [${Array(8).fill(I).join()}]`)).initialization
      ?.path;
    assert.ok(explicit?.scheme === "explicit" && explicit.matrices.length === 32);
    const constant = clean(started(`"scheme": "constant", "value": ${I}`)).initialization?.path;
    assert.deepEqual(constant, { scheme: "constant", matrix: [1, 0, 0, 1], scale: 1 });
    assert.match(
      findsOne(started(`"scheme": "explicit", "weights": «[»${I}]`), "spec.shape-mismatch").message,
      /8 nodes.*has 1/,
    );
    findsOne(started('"scheme": "constant", "value": «[[1, 0]]»'), "spec.shape-mismatch");
    findsOne(started('"scheme": «"explicit"»'), "spec.missing-property");
  });

  it("cannot be drawn by schemes of single matrices, nor overridden", () => {
    findsOne(started('"scheme": «"he-normal"»'), "spec.conflict");
    findsOne(started('"layers": { «"layer1"»: { "scale": 2 } }'), "spec.conflict");
  });

  it("has words that other networks cannot use", () => {
    findsOne(initialization('"scheme": "relaxed-balanced", "lambda": «"0.7"»'), "spec.wrong-type");
    findsOne(initialization('"scheme": "constant", "value": «[»[1]]'), "spec.wrong-type");
    assert.equal(
      findsOne(initialization('"scheme": "gaussian", «"lengthScale"»: 1'), "spec.conflict").severity,
      "warning",
    );
  });
});
