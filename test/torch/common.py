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


def along(family, parameters, directions):
    """Largest number of d h (θ + s v) / ds at s = 0, of a family that `intrinsic families` wrote; and the size of what it sums."""
    total, size = 0, 0.0
    for term in family["terms"]:
        view = lambda t: t.detach().contiguous().as_strided(term["size"], term["stride"], term["offset"]).flatten(1) if len(term["size"]) > 1 else t.detach().contiguous().as_strided(term["size"], term["stride"], term["offset"])[:, None]
        a, v = view(parameters[term["tensor"]]), view(directions[term["tensor"]])
        total = total + term["sign"] * {"linear": lambda: v.sum(-1), "matrix": lambda: a @ v.mT + v @ a.mT, "diagonal": lambda: 2 * (a * v).sum(-1)}[family["kind"]]()
        size += float(v.norm() * (1 if family["kind"] == "linear" else a.norm()))
    return total.abs().max().item(), size


def check_law(test, family, parameters, gradients, noise, name):
    """The law's derivative along the gradient is 0, along noise it is not. Returns 1."""
    found, size = along(family, parameters, gradients)
    whole = float(sum(g.norm() ** 2 for g in gradients.values()) ** 0.5)
    # A bias that a norm takes back has a gradient of rounding errors alone.
    test.assertLessEqual(found, NEAR * max(size, 1e-3 * whole), f"{name}: {family['id']}")
    test.assertGreater(along(family, parameters, noise)[0], 1e-6, f"{name}: {family['id']}")
    return 1


def command(*words, status=(0,), cwd=None):
    """What the command line prints."""
    run = subprocess.run([os.environ["INTRINSIC_NODE"], os.environ["INTRINSIC"], *map(str, words)], cwd=cwd, capture_output=True, text=True)
    if run.returncode not in status:
        raise AssertionError(f"{words[0]}: status {run.returncode}\n{run.stderr[-2000:]}{run.stdout[-500:]}")
    return run.stdout
