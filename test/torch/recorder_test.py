"""What the recorder writes: laws orthogonal to every gradient, h and hg that make SGD's recursion, at little cost."""
import contextlib
import json
import os
import pathlib
import tempfile
import time
import unittest

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils._python_dispatch import TorchDispatchMode

from common import NEAR, check_law
from intrinsic_torch import Recorder, families
from modules import Transformer, modules


def loss_of(module, x, seed):
    torch.manual_seed(seed)
    outputs = module(x)
    return ((outputs - torch.randn_like(outputs)) ** 2).mean()


def lines_of(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]


def train(module, x, optimizer, steps, path, scheduler=None, clip=None, **options):
    with Recorder(module, optimizer, path=path, **options) as recorder:
        for step in range(steps):
            optimizer.zero_grad()
            recorder.loss = loss = loss_of(module, x, step)
            loss.backward()
            if clip is not None:
                nn.utils.clip_grad_norm_(module.parameters(), clip)
            optimizer.step()
            if scheduler is not None:
                scheduler.step()
    return lines_of(path)


def recursion_error(header, lines):
    """Largest distance of a step of h from (1 − ηλ)² h + η² hg (linear laws: (1 − ηλ) h − η hg), relative to the largest number of the law."""
    worst = 0.0
    for family in header["families"]:
        key, group = family["id"], family["group"]
        scale = max(abs(v) for line in lines for v in line["h"][key])
        for now, then in zip(lines, lines[1:]):
            eta, decay = now["lr"][group], now["weight_decay"][group]
            keep = 1 - eta * decay
            for a, g, b in zip(now["h"][key], now["hg"][key], (now["after"] if "after" in now else then["h"])[key]):
                expected = keep * a - eta * g if family["kind"] == "linear" else keep**2 * a + eta**2 * g
                worst = max(worst, abs(b - expected) / max(scale, 1e-300))
    return worst


class Laws(unittest.TestCase):
    def test_every_family_is_kept_by_gradient_flow(self):
        """B(θ, g) = 0, by the derivative of h along g; random directions do move it."""
        count = 0
        for seed in range(2):
            for name, module, x in modules(seed):
                parameters = dict(module.named_parameters())
                gradients = dict(zip(parameters, torch.autograd.grad(loss_of(module, x, seed), parameters.values())))
                noise = {key: torch.randn_like(p) for key, p in parameters.items()}
                for family in families(module, x)["families"]:
                    count += check_law(self, family, parameters, gradients, noise, f"{name}, seed {seed}")
        self.assertGreater(count, 60)
        print(f"laws: {count} families")

    def test_what_is_tied_dropped_or_frozen_makes_no_wrong_law(self):
        x = torch.randn(4, 3)
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), x), {"matrix:0": "matrix"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.Linear(4, 2)), x), {"matrix:0": "diagonal"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.0), nn.Linear(4, 2)), x), {"matrix:0": "matrix"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), x), {"rescaling:0": "diagonal"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2)), x), {})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2).requires_grad_(False)), x), {})
        tied = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
        tied[2].weight = tied[0].weight
        self.assertEqual(kinds(tied, x), {})

    def test_dropout_in_a_forward_is_seen_as_well(self):
        class Dropping(nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b = nn.Linear(3, 4), nn.Linear(4, 2)

            def forward(self, x):
                return self.b(F.dropout(self.a(x), 0.25, self.training))

        self.assertEqual(kinds(Dropping(), torch.randn(4, 3)), {"matrix:a": "diagonal"})

    def test_of_many_numbers_some_are_watched(self):
        module, x = nn.Sequential(nn.Linear(3, 40), nn.Linear(40, 2)), torch.randn(4, 3)
        sizes = {most: [(f["kind"], f["terms"][0]["size"][0]) for f in families(module, x, most)["families"]] for most in (1000, 100, 40, 15)}
        self.assertEqual(sizes, {1000: [("matrix", 40)], 100: [("diagonal", 40)], 40: [("diagonal", 40)], 15: [("diagonal", 14)]})

    def test_where_there_is_no_engine_it_says_so(self):
        before = os.environ.pop("INTRINSIC", None)
        try:
            os.environ["INTRINSIC"] = str(pathlib.Path(__file__).with_name("nothing.js"))
            with self.assertRaisesRegex(RuntimeError, "nothing.js"):
                families(nn.Linear(2, 2), torch.randn(1, 2))
        finally:
            os.environ.pop("INTRINSIC")
            if before is not None:
                os.environ["INTRINSIC"] = before


def kinds(module, x):
    """What a recorder of a step makes of the families: id → kind."""
    trained = [p for p in module.parameters() if p.requires_grad]
    with tempfile.TemporaryDirectory() as folder:
        header, *_ = train(module, x, torch.optim.SGD(trained, lr=1e-3), 1, f"{folder}/run.jsonl")
    return {f["id"]: f["kind"] for f in header["families"]}


class Recorded(unittest.TestCase):
    def test_sgd_makes_the_recursion(self):
        for name, module, x in modules(3):
            optimizer = torch.optim.SGD(module.parameters(), lr=1e-3, weight_decay=0.05)
            scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 300)
            with tempfile.TemporaryDirectory() as folder:
                header, *lines = train(module, x, optimizer, 300, f"{folder}/run.jsonl", scheduler, clip=1.0, every=1)
            self.assertEqual([line["step"] for line in lines], list(range(300)), name)
            self.assertGreater(len(header["families"]), 0, name)
            self.assertLessEqual(recursion_error(header, lines), NEAR, name)
            if name == "dense":
                broken = [{**line, "weight_decay": [0.0]} for line in lines]
                self.assertGreater(recursion_error(header, broken), 1e-6)

    def test_every_so_many_steps_there_is_a_line_with_the_h_behind_it(self):
        _, module, x = modules(1)[0]
        with tempfile.TemporaryDirectory() as folder:
            header, *lines = train(module, x, torch.optim.SGD(module.parameters(), lr=1e-3), 95, f"{folder}/run.jsonl", every=10)
        self.assertEqual([line["step"] for line in lines], list(range(0, 95, 10)))
        self.assertLessEqual(recursion_error(header, lines), NEAR)
        self.assertEqual((header["format"], header["kind"], header["optimizer"]["type"]), (1, "intrinsic-run", "SGD"))

    def test_other_optimizers_do_not(self):
        for make in (lambda p: torch.optim.AdamW(p, lr=1e-3), lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.9)):
            _, module, x = modules(1)[0]
            with tempfile.TemporaryDirectory() as folder:
                header, *lines = train(module, x, make(module.parameters()), 30, f"{folder}/run.jsonl", every=1)
            self.assertGreater(recursion_error(header, lines), 1e-9, header["optimizer"])

    def test_laws_across_groups_are_left_out(self):
        module = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4, bias=False), nn.Linear(4, 2, bias=False))
        groups = [{"params": [p for p in module.parameters() if p.dim() > 1]}, {"params": [module[0].bias], "weight_decay": 0.0}]
        with tempfile.TemporaryDirectory() as folder:
            header, *_ = train(module, torch.randn(5, 3), torch.optim.SGD(groups, lr=1e-2, weight_decay=0.1), 3, f"{folder}/run.jsonl", every=1)
        self.assertEqual(([f["id"] for f in header["families"]], header["leftOut"]), (["matrix:2"], ["rescaling:0"]))

    def test_numbers_that_are_none_are_null(self):
        module = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
        with tempfile.TemporaryDirectory() as folder:
            header, *lines = train(module, torch.full((2, 2), torch.inf), torch.optim.SGD(module.parameters(), lr=1e-2), 3, f"{folder}/run.jsonl", every=1)
            self.assertNotIn("NaN", pathlib.Path(f"{folder}/run.jsonl").read_text())
        self.assertIsNone(lines[-1]["loss"])

    def test_it_costs_little(self):
        """Of a small transformer in float32, every 10th step recorded: a few operations for each term of each family; its share of the time is printed."""
        torch.manual_seed(0)
        module = Transformer(64, 64, 4, 256, 2).float()
        x = torch.randint(64, (16, 64))
        optimizer = torch.optim.SGD(module.parameters(), lr=1e-2)
        terms = sum(len(family["terms"]) for family in families(module, x)["families"])
        with tempfile.TemporaryDirectory() as folder:
            with Timed(module, optimizer, path=f"{folder}/run.jsonl") as recorder:
                steps(module, x, optimizer, 1)  # reads the module, once
                shares = []
                for _ in range(5):
                    recorder.spent = 0.0
                    whole = steps(module, x, optimizer, 10)
                    shares.append(recorder.spent / (whole - recorder.spent))
                recorder.counting = Counting()
                steps(module, x, optimizer, 10)
        count = recorder.counting.count
        self.assertGreater(count, terms)
        self.assertLessEqual(count, 3 * 8 * terms)  # h, hg and the h behind the step
        print(f"recorder: {100 * min(shares):.1f} % of the steps' processor time, {count} operations for {terms} terms")


class Timed(Recorder):
    """Its own processor time; and how many operations of PyTorch it makes, when it is asked."""
    spent, counting = 0.0, contextlib.nullcontext()

    def timed(self, act):
        start = time.process_time()
        with self.counting:
            act()
        self.spent += time.process_time() - start

    def _before(self, *told):
        self.timed(lambda: super(Timed, self)._before(*told))

    def _behind(self, *told):
        self.timed(lambda: super(Timed, self)._behind(*told))


class Counting(TorchDispatchMode):
    count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


def steps(module, x, optimizer, count):
    start = time.process_time()
    for _ in range(count):
        optimizer.zero_grad()
        F.cross_entropy(module(x)[:, :-1].flatten(0, 1), x[:, 1:].flatten()).backward()
        optimizer.step()
    return time.process_time() - start


if __name__ == "__main__":
    unittest.main()
