"""Appends what training does to the laws of a module to a JSON Lines file: a header, then a line every so many steps.

h is measured before the step and hg at the gradient the step is made with, so that plain SGD must make it (1 − ηλ)² h + η² hg.
"""
from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .laws import Family, families
from .network import network

VERSION = "0.1.0"
TOLD = ("lr", "weight_decay", "momentum")


class Recorder:
    """Made before the first step; the module is read at its first batch, and the file grows by itself from there.

    `every`: steps from one line to the next; then a line has also `after`, the h behind its step. `most`: numbers of each
    family. Of a scheduler, clipping and accumulation it sees what `optimizer.step()` sees. Say `recorder.loss = loss` to have it told.
    """

    def __init__(self, module: nn.Module, optimizer: torch.optim.Optimizer, *, every: int = 10, path: str | Path = "run.jsonl", most: int = 256) -> None:
        if every < 1:
            raise ValueError("every: at least 1")
        self.optimizer, self.every, self.most, self.step = optimizer, every, most, 0
        self.loss: Tensor | float | None = None
        self.families: list[tuple[Family, int]] = []
        self._line: dict[str, Any] | None = None
        self._file = open(path, "w", encoding="utf-8", buffering=1)
        self._hooks = [module.register_forward_pre_hook(self._begin), optimizer.register_step_pre_hook(self._before), optimizer.register_step_post_hook(self._behind)]

    def close(self) -> None:
        for hook in self._hooks:
            hook.remove()
        self._file.close()

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _begin(self, module: nn.Module, args: Any) -> None:
        self._hooks.pop(0).remove()
        group = {id(p): k for k, one in enumerate(self.optimizer.param_groups) for p in one["params"]}
        found, left_out = families(network(module, args[0]), self.most), []
        for family in found:
            groups = {group.get(id(p)) for _, p, _ in family.terms}
            if len(groups) > 1 or None in groups:
                left_out.append(family.id)
            else:
                self.families.append((family, groups.pop() or 0))
        first = self.optimizer.param_groups[0]
        header = {"format": 1, "kind": "intrinsic-run", "version": VERSION, "every": self.every,
                  "optimizer": {"type": type(self.optimizer).__name__, **{key: first[key] for key in ("nesterov", "dampening") if key in first}},
                  "families": [{"id": f.id, "formula": f.formula, "between": f.between, "kind": f.kind, "group": k} for f, k in self.families],
                  "leftOut": left_out}
        self._write(header)

    def _before(self, *_: Any) -> None:
        if self.step % self.every == 0 and self.families:
            told = {key: [one.get(key, 0) for one in self.optimizer.param_groups] for key in TOLD}
            self._line = {"step": self.step, "loss": float(self.loss.detach() if isinstance(self.loss, Tensor) else self.loss) if self.loss is not None else None, **told, "h": self._values(lambda p: p),
                          "hg": self._values(lambda p: p.grad)}

    def _behind(self, *_: Any) -> None:
        self.step += 1
        if self._line is not None:
            self._write(self._line if self.every == 1 else {**self._line, "after": self._values(lambda p: p)})
            self._line = None

    @torch.no_grad()
    def _values(self, each: Any) -> dict[str, Any]:
        """One transfer for all families, which on a GPU would wait for each."""
        found = [family.of(each) for family, _ in self.families]
        flat = torch.cat([one for one in found if one is not None] or [torch.zeros(0)]).tolist()
        at, values = 0, {}
        for (family, _), one in zip(self.families, found):
            values[family.id] = None if one is None else flat[at : at + len(one)]
            at += 0 if one is None else len(one)
        return values

    def _write(self, line: dict[str, Any]) -> None:
        try:
            text = json.dumps(line, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        except ValueError:
            text = json.dumps(_finite(line), ensure_ascii=False, separators=(",", ":"))
        self._file.write(text + "\n")


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
