"""The weights of real modules in Keras' files: imported, the network holds them bit by bit and computes what the module computes."""
import importlib.util
import logging
import os
import pathlib
import tempfile
import unittest
import warnings

import torch
from torch import nn

from common import ask, check, command

MISSING = [name for name in ("keras", "h5py") if importlib.util.find_spec(name) is None]
FILES = ("net.keras", "net.h5")


def pairs(layers):
    """Name, module of PyTorch, a batch, and layers of Keras for an input of this shape."""
    yield ("dense", nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 5, bias=False), nn.Tanh(), nn.Linear(5, 2)), torch.randn(5, 4),
           (4,), [layers.Dense(6, activation="relu"), layers.Dense(5, activation="tanh", use_bias=False), layers.Dense(2)])
    yield ("images", nn.Sequential(nn.Conv2d(2, 4, 3, 2), nn.ReLU(), nn.Conv2d(4, 5, (2, 1)), nn.MaxPool2d((1, 3)), nn.Conv2d(5, 2, (2, 1))),
           torch.randn(4, 2, 7, 8), (7, 8, 2),
           [layers.Conv2D(4, 3, strides=2, activation="relu"), layers.Conv2D(5, (2, 1)), layers.MaxPooling2D((1, 3)), layers.Conv2D(2, (2, 1))])
    yield ("norm", nn.Sequential(nn.Linear(3, 4), nn.LayerNorm(4, eps=1e-3), nn.GELU(), nn.Linear(4, 2)), torch.randn(5, 3),
           (3,), [layers.Dense(4), layers.LayerNormalization(epsilon=1e-3), layers.Activation("gelu"), layers.Dense(2)])


def as_keras(tensor):
    """[out, in, …] of PyTorch as [… , in, out]."""
    return tensor.detach().permute(*range(2, tensor.dim()), 1, 0).numpy() if tensor.dim() > 1 else tensor.detach().numpy()


@unittest.skipIf(MISSING, f"without {' and '.join(MISSING)}, which could not be installed")
class Keras(unittest.TestCase):
    def test_weights_come_back_from_its_files_bit_by_bit(self):
        os.environ["KERAS_BACKEND"] = "torch"
        import keras

        warnings.simplefilter("ignore")  # its own
        logging.disable()
        self.addCleanup(logging.disable, logging.NOTSET)
        keras.config.set_floatx("float64")
        torch.manual_seed(3)
        for name, module, x, shape, layers in pairs(keras.layers):
            with tempfile.TemporaryDirectory() as folder:
                model = keras.Sequential([keras.Input(shape), *layers])
                model.set_weights([as_keras(p) for p in module.parameters()])
                asked = []
                for file in FILES:
                    model.save(pathlib.Path(folder) / file)
                    spec = pathlib.Path(folder) / f"{file}.intrinsic.json"
                    spec.write_text(command("import", file, cwd=folder))
                    outputs = module(x).reshape(len(x), -1)
                    y = torch.zeros_like(outputs)
                    asked += [{"spec": str(spec)}, {"spec": str(spec), "x": x.reshape(len(x), -1).tolist(), "y": y.tolist()}]
                answers = ask(asked)
                loss = (outputs**2).sum() / (2 * len(x))
                for file, theta, answer in zip(FILES, answers[::2], answers[1::2]):
                    self.assertNotIn("problems", theta, f"{name}, {file}: {theta}")
                    self.assertEqual(sorted(theta["theta"]), sorted(t for p in module.parameters() for t in p.reshape(-1).tolist()), f"{name}, {file}")
                    check(self, f"{name}, {file}", answer, {"outputs": outputs.tolist(), "loss": [loss.item()]})
        print(f"keras: {', '.join(FILES)}")


if __name__ == "__main__":
    unittest.main()
