"""A module as a network of the spec language: run once on an example, every call and operation written down.

What has no counterpart there is listed, never guessed; torch.fx says besides whether the forward depends on its data.
"""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

import torch
from torch import Tensor, fx, nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook
from torch.overrides import TorchFunctionMode


class Inexpressible(ValueError):
    """Parts of the module that the spec language has no words for: `reasons`, one each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n  ".join(["The spec language cannot say this module:", *reasons]))
        self.reasons = reasons


@dataclass
class Layer:
    """`own`: its properties in a spec. `layout`: "vector", "tokens" (channels last) or "channels" (first)."""
    own: dict[str, Any]
    sources: list[str]
    module: nn.Module | None
    layout: str


@dataclass
class Network:
    """`tensors`: names in a state dict where they are not those of the layers. `notes`: in what training may differ. `dropped`: behind them is dropout."""
    input: Any
    layers: dict[str, Layer]
    tensors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)


def spec(module: nn.Module, example: Tensor, weights: str | None = None) -> str:
    """The text of a spec. `example`: a batch. `weights`: the file of the state dict, beside the spec. Raises Inexpressible."""
    net, layers, before = network(module, example), [], "input"
    for name, layer in net.layers.items():
        layers.append({"name": name, **layer.own, **({} if layer.sources == [before] else {"from": layer.sources})})
        before = name
    whole: dict[str, Any] = {"architecture": {"input": net.input, "layers": layers}}
    if weights is not None:
        whole["initialization"] = {"scheme": "file", "path": weights, **({"tensors": net.tensors} if net.tensors else {})}
    return "".join(f"// {note}\n" for note in net.notes) + json.dumps(whole, indent=2) + "\n"


def network(module: nn.Module, example: Tensor) -> Network:
    """Runs the module on a batch, in evaluation, without gradients; its modes are as before afterwards. Raises Inexpressible."""
    modes, tape = [(part, part.training) for part in module.modules()], _Tape(module, example)
    hooks = [register_module_forward_pre_hook(tape.enter), register_module_forward_hook(tape.leave, with_kwargs=True)]
    try:
        with torch.no_grad(), tape:
            output = module.eval()(example)
    finally:
        for hook in hooks:
            hook.remove()
        for part, mode in modes:
            part.training = mode
    return tape.read(output)


def _plain(m: Any, **wanted: Any) -> None:
    """Properties that the language has no words for must be as here."""
    for name, value in wanted.items():
        if getattr(m, name, value) != value:
            raise ValueError(f"{name} = {getattr(m, name)}")


def _conv(m: Any) -> dict[str, Any]:
    _plain(m, padding_mode="zeros")
    reach = [d * (k - 1) for d, k in zip(m.dilation, m.kernel_size)]
    if m.padding == "same" and any(r % 2 for r in reach):
        raise ValueError("padding of unlike ends")
    padding = [r // 2 for r in reach] if m.padding == "same" else [0] * len(reach) if m.padding == "valid" else list(m.padding)
    return {"type": f"conv{len(reach)}d", "channels": m.out_channels, "kernel": list(m.kernel_size), "stride": list(m.stride),
            "padding": padding, "dilation": list(m.dilation), "groups": m.groups, "bias": m.bias is not None}


def _norm(m: Any) -> dict[str, Any]:
    kind = {nn.LayerNorm: "layer", nn.RMSNorm: "rms", nn.GroupNorm: "group"}.get(type(m), "batch")
    if len(getattr(m, "normalized_shape", "1")) != 1 or kind != "rms" and m.weight is not None and m.bias is None:
        raise ValueError("several axes, or gains without shifts")
    eps = torch.finfo(torch.get_default_dtype() if m.weight is None else m.weight.dtype).eps if m.eps is None else m.eps
    return {"type": "norm", "norm": kind, "eps": eps, "affine": "no" if m.weight is None else "yes", **({"groups": m.num_groups} if kind == "group" else {})}


def _pool(m: Any) -> dict[str, Any]:
    _plain(m, ceil_mode=False, count_include_pad=True, divisor_override=None, dilation=1, return_indices=False)
    sizes = {k: v if isinstance(v := getattr(m, k if k != "kernel" else "kernel_size"), int) else list(v) for k in ("kernel", "stride", "padding")}
    return {"type": "pool", "kind": "max" if "Max" in type(m).__name__ else "average", **{k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in sizes.items()}}


def _everywhere(m: Any) -> dict[str, Any]:
    if m.output_size not in (1, (1,), (1, 1)):
        raise ValueError(f"output_size = {m.output_size}")
    return {"type": "pool", "kind": "average"}


def _recurrent(m: Any) -> dict[str, Any]:
    _plain(m, num_layers=1, batch_first=True, bidirectional=False, proj_size=0)
    return {"type": m.mode.split("_")[0].lower(), "hidden": m.hidden_size, "bias": m.bias, **({"nonlinearity": m.nonlinearity} if "RNN" in m.mode else {})}


def _attention(m: Any) -> dict[str, Any]:
    _plain(m, batch_first=True, _qkv_same_embed_dim=True, add_zero_attn=False, bias_k=None)
    return {"type": "attention", "heads": m.num_heads, "bias": m.in_proj_bias is not None}


def _embedding(m: Any) -> dict[str, Any]:
    _plain(m, max_norm=None, scale_grad_by_freq=False, padding_idx=None)
    return {"type": "embedding", "units": m.embedding_dim}


MODULES: dict[type[nn.Module], Callable[[Any], dict[str, Any]]] = {
    nn.Linear: lambda m: {"type": "dense", "units": m.out_features, "bias": m.bias is not None}, nn.MultiheadAttention: _attention, nn.Embedding: _embedding,
    **dict.fromkeys((nn.Conv1d, nn.Conv2d), _conv), **dict.fromkeys((nn.LayerNorm, nn.RMSNorm, nn.GroupNorm, nn.BatchNorm1d, nn.BatchNorm2d), _norm),
    **dict.fromkeys((nn.AvgPool1d, nn.AvgPool2d, nn.MaxPool1d, nn.MaxPool2d), _pool), **dict.fromkeys((nn.RNN, nn.GRU, nn.LSTM), _recurrent),
    **dict.fromkeys((nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d), _everywhere)}
CHANNELS_FIRST = (nn.Conv1d, nn.Conv2d, nn.GroupNorm, nn.BatchNorm1d, nn.BatchNorm2d, nn.AvgPool1d, nn.MaxPool1d, nn.AdaptiveAvgPool1d)
BENDING = {"relu": "relu", "gelu": "gelu", "silu": "silu", "tanh": "tanh", "sigmoid": "sigmoid", "softplus": "softplus", "selu": "selu", "mish": "mish", "erf": "erf",
           "sin": "sin", "exp": "exp", "leakyrelu": "leaky-relu", "elu": "elu", "hardtanh": "hard-tanh"}
NOTHING = {"identity", "dropout", "contiguous", "clone", "to"}
FUNCTIONS = (nn.ReLU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid, nn.Softplus, nn.SELU, nn.Mish, nn.LeakyReLU, nn.ELU, nn.Hardtanh, nn.Identity, nn.Dropout, nn.Flatten, nn.Softmax)
LEAVES = (*MODULES, *FUNCTIONS, nn.TransformerEncoderLayer)
BENT = ("dense", "conv1d", "conv2d", "norm", "residual", "scale", "multiply", "attention")


class _Tape(TorchFunctionMode):
    """Tensors by identity, kept to the end so that none is used twice; `None`: what came of something unknown."""

    def __init__(self, module: nn.Module, example: Tensor) -> None:
        super().__init__()
        self.module, self.example, self.depth, self.net = module, example, 0, Network(None, {})
        self.names = {id(part): name or "module" for name, part in module.named_modules()}
        self.at: dict[int, str | None] = {id(example): "input"}
        self.kept: list[Any] = []
        self.unknown: list[str] = []
        self.input = {2: "vector", 4: "channels"}.get(example.dim(), "tokens")

    def enter(self, m: nn.Module, args: Any) -> None:
        self.depth += isinstance(m, LEAVES)

    def leave(self, m: nn.Module, args: Any, kwargs: Any, result: Any) -> None:
        self.depth -= isinstance(m, LEAVES)
        if isinstance(m, LEAVES):
            self.step(lambda: self.call(m, args, kwargs), self.names.get(id(m), type(m).__name__), args, result)

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.step(lambda: self.function(func.__name__.replace("_", ""), args, kwargs or {}, result), func.__name__, args, result)
        return result

    def step(self, act: Callable[[], str], what: str, args: Any, result: Any) -> None:
        whole = result[0] if isinstance(result, tuple) and result else result
        sources = [self.at[id(a)] for a in args if id(a) in self.at]
        if self.depth > 0 or not sources or not isinstance(whole, Tensor):
            return
        self.kept.append((args, result))
        try:
            self.at[id(whole)] = None if None in sources else act()
        except (ValueError, KeyError, TypeError) as reason:
            self.unknown.append(f"{what} of {', '.join(map(str, sources))}: {reason if isinstance(reason, ValueError) else 'no layer does this'}")
            self.at[id(whole)] = None

    def add(self, name: str, own: dict[str, Any], sources: list[str], module: nn.Module | None = None, layout: str | None = None) -> str:
        if name in self.net.layers or name == "input":
            raise ValueError("called twice")
        self.net.layers[name] = Layer(own, sources, module, layout or self.layout(sources[0]))
        return name

    def layout(self, source: str) -> str:
        return self.input if source == "input" else self.net.layers[source].layout

    def call(self, m: Any, args: Any, kwargs: Any) -> str:
        name, source = self.names[id(m)], str(self.at[id(args[0])])
        if isinstance(m, FUNCTIONS):
            return self.function(type(m).__name__.lower(), args, vars(m), None)
        if isinstance(m, nn.TransformerEncoderLayer):
            return self.encoder(m, name, source, args, kwargs)
        if isinstance(m, nn.MultiheadAttention) and ([self.at.get(id(a)) for a in args] != [source] * 3 or kwargs.get("key_padding_mask") is not None):
            raise ValueError("other than self-attention without padding")
        return self.part(name, m, source, kwargs.get("attn_mask"))

    def part(self, name: str, m: Any, source: str, mask: Tensor | None = None) -> str:
        if source == "input" and self.example.dim() == 3 and isinstance(m, CHANNELS_FIRST):
            self.input = "channels"
        if self.layout(source) == ("tokens" if isinstance(m, CHANNELS_FIRST) else "channels") and not isinstance(m, nn.AdaptiveAvgPool2d | nn.AvgPool2d | nn.MaxPool2d):
            raise ValueError("acts along another axis")
        own = MODULES[type(m)](m)
        if isinstance(m, nn.MultiheadAttention):
            own["mask"] = _mask(mask)
        tied = [k for k, l in self.net.layers.items() if isinstance(m, nn.Linear) and isinstance(l.module, nn.Embedding) and l.module.weight is m.weight]
        return self.add(name, {**own, **({"share": tied[0]} if tied else {})}, [source], m)

    def encoder(self, m: Any, name: str, source: str, args: Any, kwargs: Any) -> str:
        if len(args) > 2 or kwargs.get("src_key_padding_mask") is not None:
            raise ValueError("padding")
        bend = BENDING[getattr(m.activation, "__name__", type(m.activation).__name__).lower()]
        for k, first, last in ((1, "self_attn", "self_attn"), (2, "linear1", "linear2")):
            x = self.part(f"{name}.norm{k}", getattr(m, f"norm{k}"), source) if m.norm_first else source
            y = self.part(f"{name}.{first}", getattr(m, first), x, kwargs.get("src_mask", args[1] if len(args) > 1 else None))
            if first != last:
                self.net.layers[y].own["activation"] = bend
                y = self.part(f"{name}.{last}", getattr(m, last), y)
            source = self.add(f"{name}.sum{k}", {"type": "residual"}, [source, y])
            source = source if m.norm_first else self.part(f"{name}.norm{k}", getattr(m, f"norm{k}"), source)
        return source

    def function(self, name: str, args: Any, said: Mapping[str, Any], result: Any) -> str:
        source, name = str(self.at[id(args[0])]) if id(args[0]) in self.at else "", name.removesuffix("inplace")
        fresh = f"{name}_{len(self.net.layers)}"
        if name in NOTHING or name in ("view", "reshape") and result.shape == args[0].shape:
            if said.get("p"):
                self.net.notes.append(f"dropout behind {source} is left out")
                self.net.dropped.add(source)
            return source
        if name in BENDING:
            if said.get("approximate", "none") != "none" or said.get("beta", 1) != 1 or said.get("alpha", 1) != 1 or said.get("min_val", -1) != -1 or len(args) > 1:
                raise ValueError("another form of this function")
            slope = {"slope": said.get("negative_slope", 0.01)} if name == "leakyrelu" else {}
            return self.add(fresh, {"type": "scale", "activation": BENDING[name], **slope}, [source])
        if name == "flatten" and said.get("start_dim", args[1] if len(args) > 1 else 1 if result is None else 0) == 1 or name in ("view", "reshape") and result.dim() == 2 and len(result) == len(args[0]):
            return self.add(fresh, {"type": "flatten"}, [source], layout="vector")
        if name == "softmax" and said.get("dim", args[1] if len(args) > 1 else None) in (-1, args[0].dim() - 1) and self.layout(source) != "channels":
            return self.add(fresh, {"type": "softmax"}, [source])
        if name in ("mul", "imul", "rmul", "div", "truediv") and len(args) == 2:
            number = [a for a in args if isinstance(a, int | float)]
            if number and (isinstance(args[1], int | float) or "mul" in name):
                return self.add(fresh, {"type": "scale", "value": number[0] if "mul" in name else 1 / number[0]}, [source])
        both = [self.at.get(id(a)) for a in args[:2]]
        if name in ("mul", "imul", "add", "iadd", "radd") and len(both) == 2 and None not in both and args[0].shape == args[1].shape:
            order = list(self.net.layers)
            return self.add(fresh, {"type": "multiply" if "mul" in name else "residual"}, sorted(map(str, both), key=lambda one: order.index(one) if one in order else -1))
        if name == "getitem" and isinstance(args[0], tuple) and args[1] == 0:
            return source
        if name == "getitem" and args[1] == (slice(None), -1) and self.net.layers[source].own["type"] in ("rnn", "gru", "lstm"):
            self.net.layers[source].own["outputs"], self.net.layers[source].layout = "last", "vector"
            self.at = {key: None if at == source else at for key, at in self.at.items()}
            return source
        raise KeyError(name)

    def fold(self) -> dict[str, str]:
        """Activations become those of the layers whose numbers nothing else reads. Returns the layers that now stand for them."""
        layers, stands = self.net.layers, {}
        for name, bend in list(layers.items()):
            bend.sources = [stands.get(one, one) for one in bend.sources]
            source = bend.sources[0]
            alone = sum(source in [stands.get(one, one) for one in other.sources] for other in layers.values()) == 1
            if "value" not in bend.own and bend.own["type"] == "scale" and alone and source in layers and layers[source].own["type"] in BENT and "activation" not in layers[source].own:
                layers[source].own.update({key: value for key, value in layers.pop(name).own.items() if key != "type"})
                stands[name] = source
        return stands

    def read(self, output: Any) -> Network:
        layers, x = self.net.layers, self.example
        end = self.at.get(id(output[0] if isinstance(output, tuple) else output))
        stands = self.fold()
        end, self.net.dropped = stands.get(str(end), end), {stands.get(one, one) for one in self.net.dropped}
        taken = {id(p) for l in layers.values() if l.module is not None for p in l.module.parameters()}
        lost = [f"{name}: a parameter of no layer that could be written" for name, p in self.module.named_parameters() if id(p) not in taken]
        reasons = self.unknown or lost or ([] if end is not None and layers and end == list(layers)[-1] else ["its output is not that of its last layer"])
        if reasons:
            raise Inexpressible(reasons)
        try:
            tracer = fx.Tracer()
            tracer.is_leaf_module = lambda m, name: isinstance(m, LEAVES)  # type: ignore[method-assign]
            tracer.trace(self.module)
        except Exception:  # whatever a forward does with what is no tensor
            self.net.notes.append("torch.fx cannot follow the forward, which may depend on its data: this is what it does with the example")
        table = next((l.module for l in layers.values() if isinstance(l.module, nn.Embedding)), None)
        names = ("channels", "length") if self.input == "channels" and x.dim() == 3 else ("channels", "height", "width")
        sizes = [*x.shape[1:]] if x.is_floating_point() else [x.shape[1], table.num_embeddings if table else 0]
        keys = ("tokens", "width" if x.is_floating_point() else "vocabulary") if self.input == "tokens" or not x.is_floating_point() else names
        self.net.input = sizes[0] if len(sizes) == 1 else dict(zip(keys, sizes))
        self.net.tensors = {"module": ""} if "module" in layers else {}
        return self.net


def _mask(mask: Tensor | None) -> str:
    if mask is None:
        return "none"
    hidden = mask if mask.dtype == torch.bool else mask == -torch.inf
    if not torch.equal(hidden, torch.ones_like(hidden).triu(1)) or mask.is_floating_point() and mask.tril().any():
        raise ValueError("a mask that is not causal")
    return "causal"
