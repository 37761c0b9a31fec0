"""Every case of test/fixtures/torch from other seeds: outputs, loss and gradient of the engine are PyTorch's to 1e-12."""
import json
import os
import pathlib
import runpy
import sys
import tempfile
import unittest

from common import ROOT, ask, check

SCRIPTS = sorted(p for p in (ROOT / "test/fixtures/torch").glob("*.py") if p.with_suffix(".json").exists())
SEEDS = (1, 2, 3)


def cases(script, seed):
    """The script's own, drawn from this seed; nothing is written."""
    drawn, mine = [], sys.modules.pop("common")
    os.environ["SEED"] = str(seed)
    sys.path.insert(0, str(script.parent))
    try:
        import common
        common.write = lambda _: drawn.extend(common.CASES)
        runpy.run_path(str(script), run_name="__main__")
    finally:
        sys.path.remove(str(script.parent))
        sys.modules["common"] = mine
        del os.environ["SEED"]
    return drawn


class Blocks(unittest.TestCase):
    def test_every_layer_computes_what_pytorch_computes(self):
        count = 0
        for script in SCRIPTS:
            for seed in SEEDS:
                drawn = cases(script, seed)
                self.assertGreater(len(drawn), 0, script.name)
                with tempfile.TemporaryDirectory() as folder:
                    asked = []
                    for k, one in enumerate(drawn):
                        spec = pathlib.Path(folder) / f"{k}.intrinsic.json"
                        spec.write_text(json.dumps({"architecture": one["architecture"]}))
                        asked.append({"spec": str(spec), "theta": one["theta"], "x": one["x"], "y": one["y"]})
                    for one, answer in zip(drawn, ask(asked)):
                        check(self, f"{script.stem}, seed {seed}: {one['name']}", answer,
                              {"outputs": one["outputs"], "loss": [one["loss"]], "gradient": one["gradient"]})
                count += len(drawn)
        print(f"blocks: {count} cases of {len(SEEDS)} seeds")


if __name__ == "__main__":
    unittest.main()
