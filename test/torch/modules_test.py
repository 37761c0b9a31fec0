"""What `spec` writes of a module is that module: the engine finds its weights in every format and computes what it computes."""
import io
import json
import pathlib
import tempfile
import unittest

import torch
from torch import nn
from torch.nn import functional as F

from common import ask, check
from intrinsic_torch import Inexpressible, spec
from modules import modules

try:
    import numpy
except ImportError:
    numpy = None
try:
    import safetensors.torch
except ImportError:
    safetensors = None
try:
    import onnx
    import onnx.numpy_helper
except ImportError:
    onnx = None
try:
    import h5py
except ImportError:
    h5py = None


def with_torch(state, path):
    torch.save(state, path)


def with_safetensors(state, path):
    safetensors.torch.save_file({name: t.contiguous().clone() for name, t in state.items()}, path)


def with_numpy(state, path):
    numpy.savez(path, **{name: t.numpy() for name, t in state.items()})


def with_onnx(state, path):
    tensors = [onnx.numpy_helper.from_array(t.numpy(), name) for name, t in state.items()]
    onnx.save(onnx.helper.make_model(onnx.helper.make_graph([], "weights", [], [], tensors)), path)


def with_hdf5(state, path):
    with h5py.File(path, "w") as file:
        for name, t in state.items():
            file.create_dataset(name, data=t.numpy())


def in_shards(state, path):
    """A tensor to a file, and the index that names them."""
    table = {name: f"shard-{i}.safetensors" for i, name in enumerate(state)}
    for name, file in table.items():
        safetensors.torch.save_file({name: state[name].contiguous().clone()}, path.with_name(file))
    path.write_text(json.dumps({"metadata": {}, "weight_map": table}))


FORMATS = [(name, write) for name, write, there in (
    ("w.pt", with_torch, True), ("w.safetensors", with_safetensors, safetensors), ("w.npz", with_numpy, numpy), ("w.onnx", with_onnx, onnx),
    ("w.safetensors.index.json", in_shards, safetensors), ("w.h5", with_hdf5, h5py)) if there]


def samples(x, module):
    """As a spec's data has them: tokens as rows of a one."""
    if x.is_floating_point():
        return x.reshape(len(x), -1).tolist()
    table = next(m for m in module.modules() if isinstance(m, nn.Embedding))
    return F.one_hot(x, table.num_embeddings).double().reshape(len(x), -1).tolist()


class Modules(unittest.TestCase):
    def test_the_spec_of_a_module_computes_what_it_computes(self):
        for seed in range(3):
            with tempfile.TemporaryDirectory() as folder:
                asked, expected = [], []
                for name, module, x in modules(seed):
                    outputs = module(x).reshape(len(x), -1)
                    y = torch.randn_like(outputs)
                    loss = ((outputs - y) ** 2).sum() / (2 * len(x))
                    names, parameters = zip(*module.named_parameters())
                    gradients = dict(zip(names, torch.autograd.grad(loss, parameters)))
                    home = pathlib.Path(folder) / name
                    home.mkdir()
                    with_torch(dict(module.named_parameters()), home / "w.pt")
                    with_torch(gradients, home / "g.pt")
                    for which in ("w", "g"):
                        (home / f"{which}.intrinsic.json").write_text(spec(module, x, f"{which}.pt"))
                    asked += [{"spec": str(home / "w.intrinsic.json"), "x": samples(x, module), "y": y.tolist()}, {"spec": str(home / "g.intrinsic.json")}]
                    expected.append((f"{name}, seed {seed}", outputs, loss))
                answers = ask(asked)
                for (name, outputs, loss), answer, gradient in zip(expected, answers[::2], answers[1::2]):
                    self.assertNotIn("problems", gradient, f"{name}: {gradient}")
                    check(self, name, answer, {"outputs": outputs.tolist(), "loss": [loss.item()], "gradient": gradient["theta"]})

    def test_state_dicts_come_back_from_every_format_bit_by_bit(self):
        self.assertGreater(len(FORMATS), 0)
        for name, module, x in modules(7):
            with tempfile.TemporaryDirectory() as folder:
                home = pathlib.Path(folder)
                asked = []
                for file, write in FORMATS:
                    write({key: t.detach() for key, t in module.state_dict().items()}, home / file)
                    (home / f"{file}.intrinsic.json").write_text(spec(module, x, file))
                    asked.append({"spec": str(home / f"{file}.intrinsic.json")})
                answers = ask(asked)
                for (file, _), answer in zip(FORMATS, answers):
                    self.assertNotIn("problems", answer, f"{name}, {file}: {answer}")
                    self.assertEqual(sorted(answer["theta"]), sorted(t for p in module.parameters() for t in p.reshape(-1).tolist()), f"{name}, {file}")
                    self.assertEqual(answer["theta"], answers[0]["theta"], f"{name}, {file}")
        print(f"state dicts: {', '.join(file for file, _ in FORMATS)}")

    def test_what_cannot_be_said_is_listed(self):
        class Odd(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b, self.extra = nn.Linear(3, 3), nn.Linear(3, 2), nn.Parameter(torch.zeros(3))

            def forward(self, x):
                return self.b(torch.cumsum(self.a(x), 1) + self.extra)

        for module, reason in ((Odd(), "cumsum"), (nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 2).requires_grad_(), nn.GELU("tanh")), "another form"),
                               (nn.Sequential(nn.Conv2d(1, 1, 3, padding=1, padding_mode="circular")), "padding_mode")):
            x = torch.randn(2, 1, 4, 4) if isinstance(module[0] if isinstance(module, nn.Sequential) else None, nn.Conv2d) else torch.randn(2, 3)
            with self.assertRaises(Inexpressible) as caught:
                spec(module, x)
            self.assertIn(reason, " ".join(caught.exception.reasons))

    def test_reading_a_module_leaves_no_trace(self):
        module = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5), nn.Linear(4, 2)).train()
        module[2].eval()
        before, state = io.BytesIO(), torch.get_rng_state()
        torch.save(module.state_dict(), before)
        text = spec(module, torch.randn(5, 3, generator=torch.Generator().manual_seed(0)))
        behind = io.BytesIO()
        torch.save(module.state_dict(), behind)
        self.assertEqual(before.getvalue(), behind.getvalue())
        self.assertTrue(torch.equal(state, torch.get_rng_state()))
        self.assertEqual([m.training for m in module], [True, True, False, True])
        self.assertTrue(text.startswith("// dropout"))
        self.assertEqual(len(json.loads("".join(line for line in text.splitlines() if not line.startswith("//")))["architecture"]["layers"]), 3)


if __name__ == "__main__":
    unittest.main()
