"""Tiny models of transformers, made from their configurations alone, imported: what the engine computes of them is what PyTorch computes, and no
gradient of PyTorch moves a law that it lists."""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import torch

from common import ROOT, ask, check, check_law, command

MISSING = [name for name in ("transformers", "safetensors") if importlib.util.find_spec(name) is None]
SEED = 11


def floats(tensors):
    return {key: tensor for key, tensor in tensors.items() if tensor.is_floating_point()}


@unittest.skipIf(MISSING, f"without {' and '.join(MISSING)}, which could not be installed")
class Transformers(unittest.TestCase):
    def test_every_model_is_imported_with_its_laws(self):
        from safetensors.torch import load_file

        with tempfile.TemporaryDirectory() as name:
            # In a process of its own: there all of PyTorch computes in double precision.
            subprocess.run([sys.executable, str(ROOT / "test/fixtures/import/make.py"), name, str(SEED)], check=True, capture_output=True)
            folders = sorted(path.parent for path in pathlib.Path(name).glob("*/config.json"))
            names = {folder.name for folder in folders}
            self.assertLessEqual({"llama", "gpt2", "bert", "vit", "qwen2", "mixtral"}, names)
            asked, expected, laws = [], [], 0
            for folder in folders:
                spec = folder / "model.intrinsic.json"
                text = command("import", folder.name, cwd=name).replace('"height": 224, "width": 224', '"height": 16, "width": 16')
                spec.write_text(text.replace(f'"{folder.name}/', '"'))
                (folder / "gradient.intrinsic.json").write_text(spec.read_text().replace("model.safetensors", "gradient.safetensors"))
                table = json.loads((folder / "expected.json").read_text())
                asked += [{"spec": str(spec), "x": table["x"], "y": table["y"]}, {"spec": str(folder / "gradient.intrinsic.json")}]
                expected.append((folder.name, table))
                weights, gradients = (floats(load_file(folder / f"{which}.safetensors")) for which in ("model", "gradient"))
                torch.manual_seed(SEED)
                noise = {key: torch.randn_like(weight) for key, weight in weights.items()}
                families = json.loads(command("families", "--most", 100000, spec))["families"]
                self.assertGreater(len(families), 0, folder.name)
                for family in families:
                    laws += check_law(self, family, weights, gradients, noise, folder.name)
            answers = ask(asked)
            for (folder, table), answer, gradient in zip(expected, answers[::2], answers[1::2]):
                self.assertNotIn("problems", gradient, f"{folder}: {gradient}")
                check(self, folder, answer, {"outputs": table["outputs"], "loss": [table["loss"]], "gradient": gradient["theta"]})
        print(f"transformers: {len(names)} models, {laws} families")


if __name__ == "__main__":
    unittest.main()
