"""Starts taken to PyTorch and NumPy, run: every weight is there bit for bit, and the network computes what the engine computes.

JAX and Keras are compiled only.
"""
import importlib.util
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import torch

from common import NEAR, ROOT

try:
    import numpy as np
    from safetensors.numpy import load_file
except ImportError:
    np = None


def write_cases(folder):
    subprocess.run([os.environ["INTRINSIC_NODE"], os.environ["INTRINSIC_EXPORT_CASES"], str(folder)], cwd=ROOT, check=True)


def module_of(folder):
    spec = importlib.util.spec_from_file_location("start", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bits(tensors):
    """Of all numbers, in whatever order the tensors hold them."""
    return np.sort(np.concatenate([np.asarray(t, dtype=np.float64).ravel() for t in tensors]).view(np.uint64))


@unittest.skipIf(np is None, "without numpy or safetensors")
class Starts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        write_cases(cls.folder)

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def cases(self, framework):
        paths = sorted((self.folder / framework).iterdir(), key=lambda path: int(path.name[5:]))
        self.assertGreater(len(paths), 80)
        return [(path, json.loads((path / "case.json").read_text())) for path in paths]

    def computes(self, y, case):
        expected = np.array(case["outputs"])
        self.assertEqual(y.ravel().shape, expected.shape)
        error = np.linalg.norm(y.ravel() - expected) / max(np.linalg.norm(expected), 1e-300)
        self.assertLessEqual(error, NEAR)

    def has_all(self, case, tensors):
        self.assertTrue(np.array_equal(bits(tensors), bits([case["theta"]])), "other weights")

    def test_pytorch(self):
        run = 0
        for path, case in self.cases("pytorch"):
            with self.subTest(case["name"]):
                written = load_file(path / "start.safetensors")
                self.has_all(case, written.values())
                if case["missing"]:
                    compile((path / "start.py").read_text(), "start.py", "exec")
                    continue
                model = module_of(path).load()
                state = model.state_dict()
                self.assertEqual(set(state), set(written))
                for name, tensor in state.items():
                    self.assertEqual(tensor.dtype, torch.float64)
                    self.assertTrue(np.array_equal(tensor.numpy().view(np.uint64), written[name].view(np.uint64)), name)
                x = torch.tensor(case["x"], dtype=torch.long if case["discrete"] else torch.float64)
                self.computes(model(x.reshape(-1, *case["shape"])).detach().numpy(), case)
                run += 1
        self.assertGreater(run, 80)

    def test_numpy(self):
        run = 0
        for path, case in self.cases("numpy"):
            with self.subTest(case["name"]):
                if case["missing"]:
                    compile((path / "start.py").read_text(), "start.py", "exec")
                    continue
                module = module_of(path)
                parameters = module.load()
                self.has_all(case, parameters.values())
                self.computes(module.forward(parameters, np.array(case["x"]).reshape(-1, *case["shape"])), case)
                run += 1
        self.assertGreater(run, 80)

    def test_jax_and_keras_parse(self):
        for framework in ("jax", "keras"):
            for path, case in self.cases(framework):
                with self.subTest(f"{framework}, {case['name']}"):
                    compile((path / "start.py").read_text(), "start.py", "exec")


if __name__ == "__main__":
    unittest.main()
