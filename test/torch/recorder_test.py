"""What the recorder writes: laws orthogonal to every gradient, h and hg that make SGD's recursion, at little cost."""
import json
import pathlib
import tempfile
import time
import unittest

import torch
from torch import nn
from torch.nn import functional as F

from common import NEAR
from intrinsic_torch import Recorder
from intrinsic_torch.laws import families
from intrinsic_torch.network import network
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
                parameters = list(module.parameters())
                found = families(network(module, x))
                gradients = torch.autograd.grad(loss_of(module, x, seed), parameters)
                for family in found:
                    size = sum(float(p.detach().norm() * g.norm()) for p, g in zip(parameters, gradients) for _, q, _ in family.terms if p is q)
                    along = lambda directions: derivative(family, parameters, directions)
                    # A norm's eps does not enter; a bias that a norm takes back has a gradient of rounding errors alone.
                    self.assertLessEqual(along(gradients), NEAR * max(size, 1e-9), f"{name}, seed {seed}: {family.id}")
                    self.assertGreater(along([torch.randn_like(p) for p in parameters]), 1e-6, f"{name}: {family.id}")
                    count += 1
        self.assertGreater(count, 40)
        print(f"laws: {count} families")

    def test_what_is_tied_dropped_or_frozen_makes_no_wrong_law(self):
        kinds = lambda module, x: {f.id: f.kind for f in families(network(module, x))}
        x = torch.randn(4, 3)
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), x), {"0": "matrix"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Dropout(0.5), nn.Linear(4, 2)), x), {"0": "diagonal"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2)), x), {"0": "diagonal"})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Linear(4, 2)), x), {})
        self.assertEqual(kinds(nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2).requires_grad_(False)), x), {})
        tied = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
        tied[2].weight = tied[0].weight
        self.assertEqual(kinds(tied, x), {})


def derivative(family, parameters, directions):
    """Largest number of d h (θ + s v) / ds at s = 0."""
    along = {id(p): v for p, v in zip(parameters, directions)}
    total = 0
    for sign, p, view in family.terms:
        a, v = view(p.detach()), view(along[id(p)])
        total = total + sign * (v.sum(-1) if family.kind == "linear" else a @ v.mT + v @ a.mT if family.kind == "matrix" else 2 * (a * v).sum(-1))
    return total.abs().max().item()


class Recorded(unittest.TestCase):
    def test_sgd_makes_the_recursion(self):
        for name, module, x in modules(3):
            if not families(network(module, x)):
                continue
            optimizer = torch.optim.SGD(module.parameters(), lr=1e-3, weight_decay=0.05)
            scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 300)
            with tempfile.TemporaryDirectory() as folder:
                header, *lines = train(module, x, optimizer, 300, f"{folder}/run.jsonl", scheduler, clip=1.0, every=1)
            self.assertEqual([line["step"] for line in lines], list(range(300)), name)
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
        self.assertEqual(([f["id"] for f in header["families"]], header["leftOut"]), (["2"], ["0"]))

    def test_numbers_that_are_none_are_null(self):
        module = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 1))
        with tempfile.TemporaryDirectory() as folder:
            header, *lines = train(module, torch.full((2, 2), torch.inf), torch.optim.SGD(module.parameters(), lr=1e-2), 3, f"{folder}/run.jsonl", every=1)
            self.assertNotIn("NaN", pathlib.Path(f"{folder}/run.jsonl").read_text())
        self.assertIsNone(lines[-1]["loss"])

    def test_it_costs_little(self):
        """Its own processor time beside that of the steps of a small transformer in float32, every 10th step recorded; the best of a few turns."""
        class Timed(Recorder):
            spent = 0.0

            def _before(self, *told):
                start = time.process_time()
                super()._before(*told)
                self.spent += time.process_time() - start

            def _behind(self, *told):
                start = time.process_time()
                super()._behind(*told)
                self.spent += time.process_time() - start

        torch.manual_seed(0)
        module = Transformer(64, 64, 4, 256, 2).float()
        x = torch.randint(64, (16, 64))
        optimizer = torch.optim.SGD(module.parameters(), lr=1e-2)

        def steps(count):
            start = time.process_time()
            for _ in range(count):
                optimizer.zero_grad()
                F.cross_entropy(module(x)[:, :-1].flatten(0, 1), x[:, 1:].flatten()).backward()
                optimizer.step()
            return time.process_time() - start

        shares = []
        with tempfile.TemporaryDirectory() as folder:
            for turn in range(4):
                with Timed(module, optimizer, path=f"{folder}/{turn}.jsonl") as recorder:
                    steps(1)  # reads the module, once
                    before = recorder.spent
                    whole, own = steps(20), recorder.spent - before
                    shares.append(own / (whole - own))
                    self.assertGreater(own, 0)
        print(f"recorder: {100 * min(shares):.1f} % of the steps' time")
        self.assertLess(min(shares), 0.05)


if __name__ == "__main__":
    unittest.main()
