"""Networks of every type of layer, taken to PyTorch and NumPy and run: every weight is there bit for bit, and the module computes what the
engine computes; in PyTorch the gradient as well. What is taken to JAX and Keras is compiled only."""
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import torch

from common import NEAR, ROOT, distance

MISSING = [name for name in ("safetensors", "numpy") if importlib.util.find_spec(name) is None]
SEEDS = (1, 2)


def write_cases(folder, seed):
    run = subprocess.run([os.environ["INTRINSIC_NODE"], os.environ["INTRINSIC_EXPORT_CASES"], str(folder), str(seed)], cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr[-2000:])


def module_of(folder):
    found = importlib.util.spec_from_file_location("start", folder / "start.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@unittest.skipIf(MISSING, f"without {' and '.join(MISSING)}, which could not be installed")
class Exports(unittest.TestCase):
    def test_what_is_taken_to_a_framework_computes_what_the_engine_computes(self):
        counts, gradients = {}, 0
        for seed in SEEDS:
            with tempfile.TemporaryDirectory() as name:
                write_cases(name, seed)
                for path in sorted(pathlib.Path(name).glob("*/case_*"), key=str):
                    framework, case = path.parent.name, json.loads((path / "case.json").read_text())
                    compile((path / "start.py").read_text(), str(path / "start.py"), "exec")
                    counts[framework] = counts.get(framework, 0) + 1
                    if framework in ("pytorch", "numpy") and not case["missing"]:
                        with self.subTest(framework=framework, network=case["name"], seed=seed):
                            gradients += getattr(self, f"in_{framework}")(path, case)
        self.assertGreater(gradients, 150)
        print(f"exports: {', '.join(f'{count} to {framework}' for framework, count in counts.items())}; {gradients} gradients")

    def in_pytorch(self, folder, case):
        from safetensors.torch import load_file

        model, written, gradient = module_of(folder).load(), load_file(folder / "start.safetensors"), load_file(folder / "gradient.safetensors")
        state = model.state_dict()
        self.assertEqual(set(state), set(written))
        for name, tensor in state.items():
            self.assertTrue(tensor.dtype == torch.float64 and torch.equal(tensor.view(torch.int64), written[name].view(torch.int64)), name)
        self.same_numbers(case, written.values())
        x = torch.tensor(case["x"], dtype=torch.long if case["discrete"] else torch.float64).reshape(-1, *case["shape"])
        outputs = model(x).reshape(len(x), -1)
        self.assertLessEqual(distance(outputs.tolist(), case["outputs"]), NEAR, "outputs")
        loss = ((outputs - torch.tensor(case["targets"]).reshape(outputs.shape)) ** 2).sum() / (2 * len(x))
        named = {name: p for name, p in model.named_parameters() if p.requires_grad}
        found = dict(zip(named, torch.autograd.grad(loss, named.values(), allow_unused=True)))
        both = [(torch.zeros_like(named[name]) if g is None else g, gradient[name]) for name, g in found.items()]
        self.assertLessEqual(distance([v for g, _ in both for v in g.reshape(-1).tolist()], [v for _, g in both for v in g.reshape(-1).tolist()]), NEAR, "gradient")
        return 1

    def in_numpy(self, folder, case):
        import numpy

        module = module_of(folder)
        parameters = module.load()
        self.same_numbers(case, [torch.from_numpy(numpy.array(one, dtype=numpy.float64)) for one in parameters.values()])
        outputs = module.forward(parameters, numpy.array(case["x"]).reshape(-1, *case["shape"]))
        self.assertLessEqual(distance(outputs.reshape(-1).tolist(), case["outputs"]), NEAR, "outputs")
        return 0

    def same_numbers(self, case, tensors):
        """In whatever order the tensors hold them."""
        self.assertEqual(sorted(v for t in tensors for v in t.reshape(-1).tolist()), sorted(case["theta"]))


if __name__ == "__main__":
    unittest.main()
