"""Intrinsic for PyTorch: `spec` writes a module as a spec, `Recorder` what training does to its conservation laws (docs/python.md).

A module runs once on an example, and every call and operation becomes a layer by the table modules.json: what is not in it is listed, never
guessed. Which laws there are the engine says, as sums over strided views of tensors. The recorder measures h before a step and hg at the gradient
that the step is made with, so that plain SGD must make it (1 − ηλ)² h + η² hg; of linear laws (1 − ηλ) h − η hg.
"""
from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Callable, cast

import torch
from torch import Tensor, fx, nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode

LINE = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))
TABLE: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("modules.json").read_text(encoding="utf-8"))
TYPES = {getattr(nn, name): row for name, row in TABLE["layers"].items()}


class Inexpressible(ValueError):
    """Parts of the module that the spec language has no words for: `reasons`, one each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n  ".join(["The spec language cannot say this module:", *reasons]))
        self.reasons = reasons


def spec(module: nn.Module, example: Tensor, weights: str | None = None) -> str:
    """The text of a spec. `example`: a batch. `weights`: the file of the state dict, beside the spec. The module is as before. Raises Inexpressible."""
    tape, fast = _Tape(module, example), torch.backends.mha
    with ExitStack() as stack, register_module_forward_pre_hook(tape.enter), register_module_forward_hook(tape.leave, with_kwargs=True), torch.no_grad(), tape:
        for part in module.modules():
            stack.callback(setattr, part, "training", part.training)
        stack.callback(fast.set_fastpath_enabled, fast.get_fastpath_enabled())
        fast.set_fastpath_enabled(False)  # it would run a whole layer of an encoder as one operation
        output = module.eval()(example)
    whole: dict[str, Any] = {"architecture": tape.architecture(output)}
    if weights is not None:
        whole["initialization"] = {"scheme": "file", "path": weights, **({"tensors": {"module": ""}} if "module" in tape.layers else {})}
    return "".join(f"// {note}\n" for note in tape.notes) + json.dumps(whole, indent=2) + "\n"


def _layer(m: Any) -> dict[str, Any]:
    """The properties of a module's layer."""
    for name, known in TABLE["only"].items():
        value = getattr(m, name, known[0])
        if (list(value) if isinstance(value, tuple) else value) not in known:
            raise ValueError(f"{name} = {value}")
    own: dict[str, Any] = {}
    for word, attribute in TYPES[type(m)].items():
        value = getattr(m, attribute, attribute) if word not in ("type", "norm", "kind") else attribute
        value = value is not None and value is not False if word == "bias" else value
        own[word] = value[0] if isinstance(value, tuple) and len(value) == 1 else value
    if own["type"].startswith("conv"):
        ends = m._reversed_padding_repeated_twice[::-1]
        own["padding"] = ends[::2]
        if ends[::2] != ends[1::2]:
            raise ValueError("padding of unlike ends")
    elif getattr(m, "dilation", 1) != 1:
        raise ValueError(f"dilation = {m.dilation}")
    if own["type"] == "norm":
        own["affine"] = "no" if m.weight is None else "yes"
        own["eps"] = torch.finfo(torch.get_default_dtype() if m.weight is None else m.weight.dtype).eps if m.eps is None else m.eps
        if len(getattr(m, "normalized_shape", "1")) != 1 or own["norm"] != "rms" and m.weight is not None and m.bias is None:
            raise ValueError("several axes, or gains without shifts")
    return own


class _Tape(TorchFunctionMode):
    """Tensors by identity, kept to the end so that none is used twice; `None`: what came of something unknown."""

    def __init__(self, module: nn.Module, example: Tensor) -> None:
        super().__init__()
        self.module, self.example, self.inside = module, example, 0
        self.names = {part: name or "module" for name, part in module.named_modules()}
        self.at: dict[int, str | None] = {id(example): "input"}
        self.layers: dict[str, dict[str, Any]] = {}  # properties, with "from" always
        self.modules: dict[str, Any] = {}
        # Each is "vector", "tokens" (channels last) or "channels" (first). Notes: in what training may differ.
        self.layouts = {"input": {2: "vector", 4: "channels"}.get(example.dim(), "tokens") if example.is_floating_point() else "tokens"}
        self.notes, self.unknown, self.kept = list[str](), list[str](), list[Any]()

    def enter(self, m: nn.Module, args: Any) -> None:
        self.inside += type(m) in TYPES

    def leave(self, m: nn.Module, args: Any, kwargs: Any, result: Any) -> None:
        if type(m) in TYPES:
            self.inside -= 1
            self.step(lambda: self.call(m, args, kwargs), self.names.get(m, ""), args, result)

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.step(lambda: self.function(func.__name__.replace("_", ""), args, kwargs or {}, result), func.__name__, args, result)
        return result

    def step(self, act: Callable[[], str], what: str, args: Any, result: Any) -> None:
        whole = result[0] if isinstance(result, tuple) and result else result
        sources = [self.at[id(a)] for a in args if id(a) in self.at]
        if self.inside or not sources or not isinstance(whole, Tensor):
            return
        self.kept.append((args, result))
        try:
            self.at[id(whole)] = None if None in sources else act()
        except (ValueError, KeyError) as reason:
            self.unknown.append(f"{what} of {', '.join(map(str, sources))}: {reason if isinstance(reason, ValueError) else 'no layer does this'}")
            self.at[id(whole)] = None

    def add(self, name: str, sources: list[str], layout: str = "", **own: Any) -> str:
        if name in self.layouts:
            raise ValueError("called twice")
        self.layers[name], self.layouts[name] = {**own, "from": sources}, layout or self.layouts[sources[0]]
        return name

    def call(self, m: Any, args: Any, kwargs: Any) -> str:
        source, own = str(self.at[id(args[0])]), _layer(m)
        first = own["type"] in ("conv1d", "conv2d", "pool") or own.get("norm") in ("batch", "group")
        if source == "input" and args[0].dim() == 3 and first:
            self.layouts["input"] = "channels"
        if self.layouts[source] == ("tokens" if first else "channels") or "2d" in type(m).__name__ and args[0].dim() != 4:
            raise ValueError("acts along another axis")
        if isinstance(m, nn.MultiheadAttention):
            if [self.at.get(id(a)) for a in args] != [source] * 3 or kwargs.get("key_padding_mask") is not None:
                raise ValueError("other than self-attention without padding")
            mask = kwargs.get("attn_mask")
            own["mask"] = "none" if mask is None else "causal"
            ahead = None if mask is None else torch.ones_like(mask, dtype=torch.bool).triu(1)
            if not (ahead is None or torch.equal(mask, ahead if mask.dtype == torch.bool else torch.zeros_like(mask).masked_fill(ahead, -torch.inf))):
                raise ValueError("a mask that is not causal")
            self.notes += [f"dropout in {self.names[m]} is left out"] if m.dropout else []
        tied = [name for name, other in self.modules.items() if isinstance(m, nn.Linear) and isinstance(other, nn.Embedding) and other.weight is m.weight]
        self.modules[self.names[m]] = m
        return self.add(self.names[m], [source], **own, **({"share": tied[0]} if tied else {}))

    def function(self, name: str, args: Any, kwargs: Any, result: Any) -> str:
        x, name = args[0], name.removesuffix("inplace")
        source, said = str(self.at.get(id(x))), [one for one in (*args[1:], *kwargs.values()) if not isinstance(one, bool)]
        fresh = f"{name}_{len(self.layers)}"
        if name in ("identity", "dropout", "contiguous", "clone", "to") or name in ("view", "reshape") and result.shape == x.shape:
            self.notes += [f"dropout behind {source} is left out"] if name == "dropout" and said != [0] else []
            return source
        if bend := TABLE["activations"].get(name):
            if said and said != bend["with"] and name != "leakyrelu":
                raise ValueError("another form of this function")
            return self.add(fresh, [source], type="scale", activation=bend["is"], **({"slope": (said or bend["with"])[0]} if name == "leakyrelu" else {}))
        if name in ("flatten", "view", "reshape") and result.dim() == 2 and len(result) == len(x):
            return self.add(fresh, [source], "vector", type="flatten")
        if name == "softmax" and said[:1] in ([-1], [x.dim() - 1]) and self.layouts[source] != "channels":
            return self.add(fresh, [source], type="softmax")
        both = [self.at.get(id(a)) for a in args[:2]]
        number = next((a for a in args[:2] if isinstance(a, int | float)), None)
        if number is not None and not kwargs and (name in ("mul", "imul", "rmul") or name in ("div", "truediv") and x is not number):
            return self.add(fresh, [str(both[0] or both[1])], type="scale", value=number if "mul" in name else 1 / number)
        if name in ("mul", "imul", "add", "iadd", "radd") and len(both) == 2 and None not in both and x.shape == args[1].shape and not kwargs:
            return self.add(fresh, sorted(map(str, both), key=list(self.layouts).index), type="multiply" if "mul" in name else "residual")
        if name == "getitem" and said == [(slice(None), -1)] and hasattr(self.modules.get(source), "hidden_size") and source not in self.read():
            self.layers[source]["outputs"], self.layouts[source] = "last", "vector"
            self.at = {key: None if at == source else at for key, at in self.at.items()}
            return source
        raise KeyError(name)

    def read(self) -> list[str]:
        return [source for layer in self.layers.values() for source in layer["from"]]

    def architecture(self, output: Any) -> dict[str, Any]:
        """Of the spec, after the run. An activation becomes that of the layer whose numbers nothing else reads."""
        layers, x, layout, end = self.layers, self.example, self.layouts["input"], self.at.get(id(output[0] if isinstance(output, tuple) else output))
        taken = {p for module in self.modules.values() for p in module.parameters()}
        lost = [f"{name}: a parameter of no layer that could be written" for name, p in self.module.named_parameters() if p not in taken]
        reasons = self.unknown or lost or ([] if layers and end == list(layers)[-1] else ["its output is not that of its last layer"])
        if reasons:
            raise Inexpressible(reasons)
        try:
            fx.Tracer().trace(self.module)
        except Exception:  # whatever a forward does with what is no tensor
            self.notes.append("torch.fx cannot follow the forward, which may depend on its data: this is what it does with the example")
        for name, bend in list(layers.items()):
            source = bend["from"][0]
            target = layers.get(source, bend)
            if bend["type"] == "scale" and "activation" in bend and target["type"] in TABLE["activated"] and "activation" not in target and self.read().count(source) == 1:
                target |= {key: value for key, value in layers.pop(name).items() if key in ("activation", "slope")}
                for layer in layers.values():
                    layer["from"] = [source if one == name else one for one in layer["from"]]
        written = [{"name": name, **{key: value for key, value in own.items() if (key, value) != ("from", [before])}}
                   for before, (name, own) in zip(["input", *layers], layers.items())]
        axes = {"tokens": ("tokens", "width"), "channels": ("channels", "length") if x.dim() == 3 else ("channels", "height", "width")}.get(layout, ())
        size = dict(zip(axes, x.shape[1:])) if axes else x.shape[1]
        if not x.is_floating_point():
            size = {"tokens": x.shape[1], "vocabulary": next((m.num_embeddings for m in self.modules.values() if isinstance(m, nn.Embedding)), 0)}
        return {"input": size, "layers": written}


def families(module: nn.Module, example: Tensor, most: int = 128) -> dict[str, Any]:
    """What the engine says of a module: as JSON, what `Recorder(laws=…)` reads. `most`: numbers of each family. Raises Inexpressible, RuntimeError."""
    engine = os.environ.get("INTRINSIC") or shutil.which("intrinsic") or str(Path(__file__).resolve().parents[2] / "bin/intrinsic.js")
    text = spec(module, example, weights="module.pt")
    with tempfile.TemporaryDirectory() as folder:
        (file := Path(folder, "module.intrinsic.json")).write_text(text, encoding="utf-8")
        (tensors := Path(folder, "tensors.json")).write_text(json.dumps({name: p.shape for name, p in module.named_parameters(remove_duplicate=False)}))
        command = [*(["node"] if engine.endswith("js") else []), engine, "families", "--most", str(most), "--tensors", str(tensors), str(file)]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if run.returncode != 0:
        raise RuntimeError(f"{engine}: {run.stderr}")
    return {**json.loads(run.stdout), "dropout": "// dropout" in text}


def _measured(kind: str, terms: list[Any], each: Callable[[nn.Parameter], Tensor | None]) -> Tensor | None:
    """h of a family at the parameters, their gradients or buffers, in float64; of a matrix the upper triangle. `None`: one has none."""
    total: Any = 0
    for parameter, term in terms:
        if (found := each(parameter)) is None:
            return None
        found = found.to_dense().contiguous()
        a = found.as_strided(term["size"], term["stride"], found.storage_offset() + term["offset"]).reshape(term["size"][0], -1)
        part = (torch.linalg.vector_norm(a, dim=-1, dtype=torch.float64).square_() if kind == "diagonal" else
                a.sum(-1, dtype=torch.float64) if kind == "linear" else torch.mm(a := a.double(), a.mT))
        total = part.mul_(term["sign"]).add_(total)
    return cast(Tensor, total[tuple(torch.triu_indices(*total.shape))] if kind == "matrix" else total)


class Recorder:
    """Made before the first step; the module is read at its first batch, and the file grows by itself from there.

    `every`: steps from one line to the next; then a line has also `after`, the h behind its step. `most`: numbers of each family. `laws`: a
    file of the engine's families instead of asking it. Say `recorder.loss = loss` to have it told.
    """

    def __init__(self, module: nn.Module, optimizer: torch.optim.Optimizer, *, every: int = 10, path: str | Path = "run.jsonl", most: int = 128,
                 laws: str | Path | None = None) -> None:
        if every < 1:
            raise ValueError("every: at least 1")
        self.optimizer, self.every, self.most, self.laws, self.step = optimizer, every, most, laws, 0
        self.loss: Tensor | float | None = None
        self.families: list[tuple[dict[str, Any], list[Any]]] = []  # what is told of each, and its terms
        self._line: dict[str, Any] | None = None
        self._file = open(path, "w", encoding="utf-8", buffering=1)
        self._hooks = [module.register_forward_pre_hook(self._begin), optimizer.register_step_pre_hook(self._before), optimizer.register_step_post_hook(self._behind)]

    def __enter__(self) -> Recorder:
        return self

    def close(self, *_: Any) -> None:
        for hook in self._hooks:
            hook.remove()
        self._file.close()

    __exit__ = close

    def _begin(self, module: nn.Module, args: Any) -> None:
        self._hooks.pop(0).remove()
        said = families(module, args[0], self.most) if self.laws is None else json.loads(Path(self.laws).read_text(encoding="utf-8"))
        named = list(module.named_parameters(remove_duplicate=False))
        alone = {name: p for name, p in named if p.requires_grad and sum(p is other for _, other in named) == 1}
        groups = {id(p): k for k, one in enumerate(self.optimizer.param_groups) for p in one["params"]}
        chances = [value for m in module.modules() for name, value in vars(m).items() if "drop" in (type(m).__name__ + name).lower() and isinstance(value, float)]
        dropped = said.get("dropout") or any(chances)
        left_out = [one["id"] for one in said["leftOut"]]
        for one in said["families"]:
            terms = [(alone.get(t["tensor"]), t) for t in one["terms"]]
            inside = {groups.get(id(p)) for p, _ in terms}
            # Dropout turns no channel into another: of matrices it leaves the diagonals, and no law that shifts all channels together.
            if None in inside or len(inside) > 1 or dropped and not one["id"].startswith(("rescaling:", "matrix:", "frozen:", "offset:")):
                left_out.append(one["id"])
                continue
            kind = "diagonal" if dropped and one["kind"] == "matrix" else one["kind"]
            self.families.append(({"id": one["id"], "formula": one["formula"], "between": one["between"], "kind": kind, "group": inside.pop()}, terms))
        optimizer = {"type": type(self.optimizer).__name__, **{key: value for key, value in self.optimizer.defaults.items() if key in ("nesterov", "dampening")}}
        header = {"format": 1, "kind": "intrinsic-run", "version": "0.2.0", "every": self.every, "optimizer": optimizer}
        self._file.write(LINE.encode({**header, "families": [told for told, _ in self.families], "leftOut": left_out}) + "\n")

    def _before(self, *_: Any) -> None:
        if self.step % self.every == 0 and self.families:
            told = {key: [float(one.get(key, 0)) for one in self.optimizer.param_groups] for key in ("lr", "weight_decay", "momentum")}
            loss = math.nan if self.loss is None else float(self.loss.detach() if isinstance(self.loss, Tensor) else self.loss)
            self._line = {"step": self.step, "loss": loss if math.isfinite(loss) else None, **told, "h": self._values(lambda p: p), "hg": self._values(lambda p: p.grad)}

    def _behind(self, *_: Any) -> None:
        self.step += 1
        if self._line is not None:
            also: dict[str, Callable[[nn.Parameter], Tensor | None]] = {"after": lambda p: p} if self.every > 1 else {}
            if any(self._line["momentum"]):
                also["hv"] = lambda p: self.optimizer.state.get(p, {}).get("momentum_buffer")
            self._file.write(LINE.encode({**self._line, **{key: self._values(each) for key, each in also.items()}}) + "\n")
            self._line = None

    @torch.no_grad()
    def _values(self, each: Callable[[nn.Parameter], Tensor | None]) -> dict[str, Any]:
        """One transfer for all families, which on a GPU would wait for each."""
        found = {told["id"]: _measured(told["kind"], terms, each) for told, terms in self.families}
        flat = torch.cat([one for one in found.values() if one is not None] or [torch.zeros(0)]).tolist()
        numbers = (value if math.isfinite(value) else None for value in flat)
        return {key: None if one is None else [next(numbers) for _ in range(len(one))] for key, one in found.items()}
