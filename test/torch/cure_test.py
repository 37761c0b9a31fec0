"""Weights of a real checkpoint cured: the new file loads in PyTorch, has what was promised, and everything else bit for bit."""
import hashlib
import json
import pathlib
import tempfile
import unittest

import torch
from torch import nn

from common import ask

try:
    import safetensors.torch
except ImportError:
    safetensors = None


def chain(dtype):
    torch.manual_seed(3)
    return nn.Sequential(nn.Linear(5, 4, bias=False), nn.Linear(4, 6, bias=False), nn.Linear(6, 2, bias=False)).to(dtype)


def spec_of(file):
    names = ["layer1", "layer2", "layer3"]
    return json.dumps({
        "architecture": {"widths": [5, 4, 6, 2], "activation": "identity"},
        "initialization": {"scheme": "file", "path": file, "tensors": {name: f"net.{i}" for i, name in enumerate(names)}},
    })


def imbalance(weights):
    """The largest of W'ᵀW' − W Wᵀ, relative to both."""
    return max((b.T @ b - a @ a.T).norm() / ((b.T @ b).norm() + (a @ a.T).norm()) for a, b in zip(weights, weights[1:])).item()


def bits(tensor):
    return tensor.contiguous().reshape(-1).view(torch.uint8)


@unittest.skipIf(safetensors is None, "without safetensors")
class Cures(unittest.TestCase):
    def cured(self, folder, file, cure):
        spec = folder / "net.intrinsic.json"
        spec.write_text(spec_of(file))
        before = hashlib.sha256((folder / file).read_bytes()).digest()
        [answer] = ask([{"spec": str(spec), "cure": cure}])
        self.assertNotIn("problems", answer, answer)
        self.assertEqual(hashlib.sha256((folder / file).read_bytes()).digest(), before, "the old file was changed")
        return answer, safetensors.torch.load_file(folder / answer["file"])

    def check(self, state, found, dtype, kept):
        for name, tensor in state.items():
            if name in kept:
                self.assertEqual(found[name].dtype, tensor.dtype, name)
                self.assertTrue(torch.equal(bits(found[name]), bits(tensor)), name)
        self.assertEqual(set(found), set(state))
        for i in range(3):
            self.assertEqual(found[f"net.{i}.weight"].dtype, dtype)
        model = chain(dtype)
        model.load_state_dict({name.removeprefix("net."): t for name, t in found.items() if name.startswith("net.")})
        return [layer.weight.detach() for layer in model]

    def states(self, dtype):
        state = {f"net.{name}": t for name, t in chain(dtype).state_dict().items()}
        odd = torch.tensor([0x7FC12345, -4194303], dtype=torch.int32).view(torch.float32)
        return {**state, "steps": torch.tensor(2**60 + 1), "other": torch.randn(3, 2).to(torch.bfloat16), "odd": odd}

    def test_balanced(self):
        for dtype in (torch.float64, torch.float32, torch.bfloat16):
            for file, save in (("w.safetensors", safetensors.torch.save_file), ("w.pt", torch.save)):
                with self.subTest(f"{file}, {dtype}"), tempfile.TemporaryDirectory() as name:
                    folder = pathlib.Path(name)
                    state = self.states(dtype)
                    save(state, folder / file)
                    self.assertGreater(imbalance([state[f"net.{i}.weight"].double() for i in range(3)]), 0.1)
                    answer, found = self.cured(folder, file, "make-balanced")
                    # Rounding would undo it, so what changed is in double precision.
                    weights = self.check(state, found, torch.float64, ["steps", "other", "odd"])
                    self.assertLess(imbalance(weights), 4e-14)
                    self.assertEqual("double precision" in answer["message"], dtype != torch.float64)
                    self.assertEqual("safetensors file" in answer["message"], file == "w.pt")

    def test_views_and_tied_tensors(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            state = self.states(torch.float64)
            state["net.0.weight"] = torch.randn(5, 4).T
            state["head"] = state["net.0.weight"]
            state["part"] = state["net.0.weight"][:2]
            torch.save(state, folder / "w.pt")
            answer, found = self.cured(folder, "w.pt", "make-balanced")
            weights = self.check(state, found, torch.float64, ["steps", "other", "odd", "part"])
            self.assertLess(imbalance(weights), 4e-14)
            self.assertTrue(torch.equal(found["head"], found["net.0.weight"]), "two names for one tensor")
            self.assertRegex(answer["message"], '"part" shared memory')


if __name__ == "__main__":
    unittest.main()
