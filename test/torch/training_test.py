"""Real runs, recorded and audited: every verdict is right, of what was done and of what was not."""
import json
import pathlib
import tempfile
import unittest

import torch
from torch import nn
from torch.nn import functional as F

from common import command
from intrinsic_torch import Recorder, spec
from modules import Block, Transformer

STEPS = 240
RATE, DECAY, MOMENTUM = 0.02, 0.05, 0.9
# How the names of families of linear laws begin.
LINEAR = ("shift:", "frozen:", "offset:")
OPTIMIZERS = {
    "sgd": (lambda p: torch.optim.SGD(p, lr=RATE), ["--lr", RATE]),
    "decay": (lambda p: torch.optim.SGD(p, lr=RATE, weight_decay=DECAY), ["--lr", RATE, "--weight-decay", DECAY]),
    "momentum": (lambda p: torch.optim.SGD(p, lr=RATE, momentum=MOMENTUM), ["--optimizer", "momentum", "--lr", RATE, "--momentum", MOMENTUM]),
    "momentum with decay": (lambda p: torch.optim.SGD(p, lr=RATE, momentum=MOMENTUM, weight_decay=DECAY),
                            ["--optimizer", "momentum", "--lr", RATE, "--momentum", MOMENTUM, "--weight-decay", DECAY]),
    "nesterov": (lambda p: torch.optim.SGD(p, lr=RATE, momentum=MOMENTUM, nesterov=True), ["--optimizer", "nesterov", "--lr", RATE, "--momentum", MOMENTUM]),
    "adamw": (lambda p: torch.optim.AdamW(p, lr=RATE, weight_decay=DECAY), ["--optimizer", "adamw", "--lr", RATE, "--weight-decay", DECAY]),
}


class Resnet18(nn.Module):
    """Of its shape: a stem, four stages of two blocks, a head; narrow."""

    def __init__(self, classes=5, width=2):
        super().__init__()
        self.conv1, self.bn1, self.maxpool = nn.Conv2d(3, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.MaxPool2d(3, 2, 1)
        sizes = [width, width, 2 * width, 4 * width, 8 * width]
        for k, (before, size) in enumerate(zip(sizes, sizes[1:])):
            setattr(self, f"layer{k + 1}", nn.Sequential(Block(before, size, 1 if k == 0 else 2), Block(size, size, 1)))
        self.avgpool, self.fc = nn.AdaptiveAvgPool2d(1), nn.Linear(sizes[-1], classes)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        return self.fc(torch.flatten(self.avgpool(self.layer4(self.layer3(self.layer2(self.layer1(x))))), 1))


def nets():
    """Name, module, and the inputs that it is trained on."""
    torch.manual_seed(5)
    return [
        ("dense", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 6, bias=False), nn.Linear(6, 3)), torch.randn(64, 4)),
        ("transformer", Transformer(7, 8, 2, 12, 1, activation="relu"), torch.randint(7, (16, 5))),
        ("resnet18", Resnet18(), torch.randn(8, 3, 16, 16)),
    ]


def loss_of(module, x):
    outputs = module(x)
    if not x.is_floating_point():
        return F.cross_entropy(outputs[:, :-1].flatten(0, 1), x[:, 1:].flatten())
    return F.cross_entropy(outputs, (x.flatten(1)[:, :1] > 0).long().squeeze(1))


class Run:
    """A recorded run in a folder of its own: before.pt, after.pt, run.jsonl and the spec."""

    def __init__(self, folder, module, x, make, steps=STEPS, every=1):
        self.folder = pathlib.Path(folder)
        optimizer = make(module.parameters())
        (self.folder / "net.intrinsic.json").write_text(spec(module, x, weights="before.pt"))
        torch.save(module.state_dict(), self.folder / "before.pt")
        with Recorder(module, optimizer, path=self.folder / "run.jsonl", every=every) as recorder:
            for step in range(steps):
                batch = x[torch.randperm(len(x), generator=torch.Generator().manual_seed(step))[: len(x) // 2]]
                optimizer.zero_grad()
                recorder.loss = loss = loss_of(module, batch)
                loss.backward()
                optimizer.step()
        torch.save(module.state_dict(), self.folder / "after.pt")
        self.steps = steps

    def audited(self, *claim):
        said = command("audit", "--format", "json", "--spec", "net.intrinsic.json", "--before", "before.pt", "--log", "run.jsonl",
                       "--steps", self.steps, *claim, "after.pt", status=(0, 1), cwd=self.folder)
        return json.loads(said)["audit"]


def logged(audit):
    return {family["id"]: family for family in audit["log"]["families"]}


def changes(audit):
    return {family["id"]: (family, family["change"]["verdict"]["kind"]) for block in audit["blocks"] for family in block["families"] if family["change"]}


def errors(audit):
    return [problem["code"] for problem in audit["problems"] if problem["severity"] == "error"]


class Training(unittest.TestCase):
    def each(self, optimizer, **options):
        make, claim = OPTIMIZERS[optimizer]
        for name, module, x in nets():
            folder = tempfile.TemporaryDirectory()
            self.addCleanup(folder.cleanup)
            yield name, Run(folder.name, module, x, make, **options), claim

    def test_plain_sgd_is_what_it_says_and_nothing_else(self):
        for name, run, claim in self.each("sgd"):
            audit = run.audited(*claim)
            self.assertEqual(errors(audit), [], name)
            self.assertGreater(len(logged(audit)), 0)
            for family in logged(audit).values():
                self.assertEqual((family["verdict"]["kind"], family["pairs"]), ("fits", STEPS - 1), f"{name}: {family}")
            for family, kind in changes(audit).values():
                self.assertIn(kind, ("fits", "kept", "open") if family["linear"] else ("open", "fits"), f"{name}: {family}")
            # The same run said to have decayed.
            wrong = run.audited(*claim, "--weight-decay", DECAY)
            self.assertIn("audit.impossible-change", errors(wrong), name)

    def test_weight_decay_is_found_and_a_wrong_one_refuted(self):
        for name, run, claim in self.each("decay"):
            audit = run.audited(*claim)
            self.assertEqual(errors(audit), [], name)
            for family in logged(audit).values():
                self.assertEqual(family["verdict"]["kind"], "fits", f"{name}: {family}")
            wrong = run.audited("--lr", RATE, "--weight-decay", 0)
            self.assertIn("audit.impossible-change", errors(wrong), name)
            quadratic = [family for key, family in logged(wrong).items() if not key.startswith(LINEAR)]
            for family in quadratic:
                self.assertEqual(family["verdict"]["kind"], "refuted", f"{name}: {family}")
                self.assertAlmostEqual(family["fitted"], DECAY, delta=1e-6)

    def test_momentum_is_followed_by_its_buffer_and_a_wrong_decay_refuted(self):
        for name, run, claim in self.each("momentum with decay"):
            audit = run.audited(*claim)
            self.assertEqual(errors(audit), [], name)
            self.assertGreater(len(logged(audit)), 0)
            for family in logged(audit).values():
                self.assertEqual((family["verdict"]["kind"], family["pairs"]), ("fits", STEPS - 2), f"{name}: {family}")
            wrong = run.audited(*claim, "--weight-decay", 2 * DECAY)
            self.assertIn("audit.impossible-change", errors(wrong), name)

    def test_momentum_and_adamw_are_no_plain_sgd(self):
        for optimizer in ("momentum", "nesterov", "adamw"):
            for name, run, claim in self.each(optimizer):
                audit = run.audited(*claim)
                self.assertEqual(errors(audit), [], f"{optimizer}, {name}")
                for key, family in logged(audit).items():
                    # What Nesterov's momentum makes of a quadratic law needs more than h and h(v).
                    nesterov = "fits" if key.startswith(LINEAR) else "open"
                    kind = {"momentum": "fits", "nesterov": nesterov, "adamw": "no-law"}[optimizer]
                    self.assertEqual(family["verdict"]["kind"], kind, f"{optimizer}, {name}: {family}")
                for family, kind in changes(audit).values():
                    self.assertIn(kind, ("no-law", "kept", "open", "fits"), f"{optimizer}, {name}: {family}")
                # Said to be plain SGD.
                wrong = run.audited("--lr", RATE, "--optimizer", "sgd")
                self.assertIn("audit.impossible-change", errors(wrong), f"{optimizer}, {name}")

    def test_in_single_precision_of_every_tenth_step_the_one_behind_it_is_followed(self):
        torch.set_default_dtype(torch.float32)
        self.addCleanup(torch.set_default_dtype, torch.float64)
        for optimizer in ("sgd", "decay"):
            for name, run, claim in self.each(optimizer, every=10):
                audit = run.audited(*claim)
                self.assertEqual(errors(audit), [], f"{optimizer}, {name}: {[p['message'] for p in audit['problems']]}")
                for family in logged(audit).values():
                    self.assertEqual((family["verdict"]["kind"], family["pairs"]), ("fits", STEPS // 10), f"{optimizer}, {name}: {family}")


if __name__ == "__main__":
    unittest.main()
