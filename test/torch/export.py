"""Starts taken to PyTorch and NumPy, run: every weight is there bit for bit, and the network computes what the engine computes.

    python3 test/torch/export.py      needs torch, safetensors, numpy; and node with the packages of this repository

JAX and Keras are compiled only.
"""
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import torch
from safetensors.numpy import load_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOLERANCE = 1e-12


def write_cases(folder):
    bundle = folder / "cases.cjs"
    subprocess.run(
        ["node_modules/.bin/esbuild", "test/torch/export-cases.ts", "--bundle", "--platform=node", "--main-fields=module,main", f"--outfile={bundle}", "--log-level=error"],
        cwd=ROOT, check=True)
    subprocess.run(["node", str(bundle), str(folder)], cwd=ROOT, check=True)


def module_of(folder):
    spec = importlib.util.spec_from_file_location("start", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def same_numbers(case, tensors):
    """Bit for bit, in whatever order the tensors hold them."""
    found = np.sort(np.concatenate([np.asarray(t, dtype=np.float64).ravel() for t in tensors]))
    assert np.array_equal(found, np.sort(np.array(case["theta"]))), f"{case['name']}: other weights"


def of_pytorch(folder, case):
    model = module_of(folder).load()
    written = load_file(folder / "start.safetensors")
    state = model.state_dict()
    assert set(state) == set(written), f"{case['name']}: {set(state) ^ set(written)}"
    for name, tensor in state.items():
        assert tensor.dtype == torch.float64 and np.array_equal(tensor.numpy(), written[name]), f"{case['name']}: {name}"
    same_numbers(case, written.values())
    x = torch.tensor(case["x"], dtype=torch.long if case["discrete"] else torch.float64).reshape(-1, *case["shape"])
    torch.set_default_dtype(torch.float64)
    return model(x).detach().numpy()


def of_numpy(folder, case):
    module = module_of(folder)
    parameters = module.load()
    same_numbers(case, parameters.values())
    x = np.array(case["x"]).reshape(-1, *case["shape"])
    return module.forward(parameters, x)


def main():
    failed = 0
    counts = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_cases(folder)
        for framework, run in (("pytorch", of_pytorch), ("numpy", of_numpy), ("jax", None), ("keras", None)):
            only = sys.argv[1:]
            if only and framework not in only:
                continue
            for path in sorted((folder / framework).iterdir(), key=lambda p: int(p.name[5:])):
                case = json.loads((path / "case.json").read_text())
                try:
                    compile((path / "start.py").read_text(), str(path / "start.py"), "exec")
                    if run is not None and not case["missing"]:
                        y = run(path, case).ravel()
                        expected = np.array(case["outputs"])
                        assert y.shape == expected.shape, f"{y.shape} instead of {expected.shape}"
                        error = np.linalg.norm(y - expected) / max(np.linalg.norm(expected), 1e-300)
                        assert error <= TOLERANCE, f"off by {error}"
                    counts[framework] = counts.get(framework, 0) + 1
                except Exception as error:
                    failed += 1
                    print(f"{framework}, {case['name']}: {type(error).__name__}: {error}")
    print(", ".join(f"{framework}: {count} networks" for framework, count in counts.items()), f"{failed} failed", sep="; ")
    sys.exit(1 if failed else 0)


main()
