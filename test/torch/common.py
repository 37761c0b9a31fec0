"""What the tests here share: asking the engine, and how near is near enough."""
import json
import os
import pathlib
import subprocess
import tempfile

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
NEAR = 1e-12

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def ask(cases):
    """The engine's answers to cases as engine.ts reads them."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "cases.json"
        file.write_text(json.dumps(cases))
        run = subprocess.run([os.environ["INTRINSIC_NODE"], os.environ["INTRINSIC_ENGINE"], str(file)], cwd=ROOT, capture_output=True, text=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr[-2000:])
    return json.loads(run.stdout)


def distance(found, expected):
    """Largest difference relative to the size of what is expected."""
    found, expected = torch.tensor(found).reshape(-1), torch.tensor(expected).reshape(-1)
    if found.shape != expected.shape:
        return float("inf")
    return ((found - expected).abs().max() / expected.norm().clamp_min(1e-300)).item()


def check(test, name, answer, expected):
    """Outputs, loss and gradient of one case."""
    test.assertNotIn("problems", answer, f"{name}: {answer}")
    for what, value in expected.items():
        found = answer[what] if isinstance(answer[what], list) else [answer[what]]
        test.assertLessEqual(distance(found, value), NEAR, f"{name}: {what}")
