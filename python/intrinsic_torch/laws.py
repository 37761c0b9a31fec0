"""Which sums of squares of a module's parameters gradient flow keeps, whatever the data and the loss.

A wire is what one layer writes and others read. Where only linear maps lie on it, every entry of  W Wᵀ + b bᵀ − Σ Rᵀ R  is kept
(W, b: what writes it, R: what reads it); behind relu, pooling by maxima or products the diagonal. Behind a norm, γ² + β² − Σ |R_:j|².
Of a head: Q Qᵀ + b_q b_qᵀ − K Kᵀ and V Vᵀ + b_v b_vᵀ − Oᵀ O; the key's bias itself; of recurrent layers b_ih − b_hh.
Sources: arXiv:2506.06194, 2606.17816. With θ and B(θ, g) = 0, plain SGD has  h' = (1 − ηλ)² h + η² h(g)  exactly.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Iterator

import torch
from torch import Tensor, nn

from .network import Layer, Network

View = Callable[[Tensor], Tensor]
HOMOGENEOUS = ("identity", "relu", "leaky-relu")
READING = ("dense", "conv1d", "conv2d", "attention", "rnn", "gru", "lstm")
PASSING = ("pool", "flatten", "multiply", "scale")


@dataclass
class Family:
    """`terms`: sign, parameter, and how it stands as [heads, units, numbers]. `kind`: "matrix", "diagonal" or "linear"."""
    id: str
    formula: str
    between: list[str]
    kind: str
    terms: list[tuple[int, nn.Parameter, View]]
    most: int

    def of(self, each: Callable[[nn.Parameter], Tensor | None]) -> Tensor | None:
        """h of the parameters, or of their gradients: float64; at most `most` numbers, of a matrix the upper triangle or its diagonal."""
        total: Tensor | int = 0
        for sign, parameter, view in self.terms:
            whole = each(parameter)
            if whole is None:
                return None
            a = view(whole)
            if self.kind == "matrix":
                a = a.double()
                part = a @ a.mT
            else:
                a = a if self.few is None else a[:, self.few]
                part = a.sum(-1, dtype=torch.float64) if self.kind == "linear" else torch.linalg.vector_norm(a, dim=-1, dtype=torch.float64).square_()
            total = total.add_(part, alpha=sign) if isinstance(total, Tensor) else part
        assert isinstance(total, Tensor)
        return (total[:, self.upper[0], self.upper[1]] if self.kind == "matrix" else total).flatten()

    def __post_init__(self) -> None:
        heads, units = self.terms[0][2](self.terms[0][1]).shape[:2]
        if self.kind == "matrix" and heads * units * (units + 1) // 2 > self.most:
            self.kind = "diagonal"
        self.upper = torch.triu_indices(units, units)
        self.few = None if self.kind == "matrix" or heads * units <= self.most else torch.linspace(0, units - 1, max(1, self.most // heads)).long()


def families(net: Network, most: int = 256) -> list[Family]:
    """The families of a network, with trained parameters that no other layer has. `most`: numbers of each that are watched."""
    owners = [p for layer in net.layers.values() if layer.module is not None for p in set(layer.module.parameters())]
    alone = {id(p) for p in owners if p.requires_grad and sum(p is other for other in owners) == 1}
    found = [f for name, layer in net.layers.items() for f in _of_layer(net, name, layer, most)]
    return [f for f in found if all(id(p) in alone for _, p, _ in f.terms)]


def _of_layer(net: Network, name: str, layer: Layer, most: int) -> Iterator[Family]:
    m: Any = layer.module
    kind, bend = layer.own["type"], layer.own.get("activation", "identity")
    if kind in ("dense", "conv1d", "conv2d", "norm") and m.weight is not None and bend in HOMOGENEOUS:
        straight = bend == "identity" and kind != "norm" and layer.own.get("groups", 1) == 1
        names = [name]
        reading = _readers(net, name, straight, len(m.weight), names)
        if reading:
            readers, straight = reading
            writers = [(1, p, lambda t: t.flatten(1)[None] if t.dim() > 1 else t[None, :, None]) for p in (m.weight, getattr(m, "bias", None)) if p is not None]
            formula = "γ² + β² − Σ |R_:j|²" if kind == "norm" else "W Wᵀ + b bᵀ − Σ Rᵀ R" if straight else "|W_i|² + b_i² − Σ |R_:i|²"
            yield Family(name, formula, names, "matrix" if straight else "diagonal", [*writers, *((-1, p, v) for p, v in readers)], most)
    if kind == "attention":
        heads, d = m.num_heads, m.embed_dim
        part = lambda k: lambda t: t[k * d : (k + 1) * d].reshape(heads, d // heads, -1)
        with_bias = lambda k, sign=1: [(sign, p, part(k)) for p in (m.in_proj_weight, m.in_proj_bias) if p is not None]
        yield Family(f"{name}.qk", "Q Qᵀ + b_q b_qᵀ − K Kᵀ", [name], "matrix", [*with_bias(0), (-1, m.in_proj_weight, part(1))], most)
        out = (-1, m.out_proj.weight, lambda t: t.T.reshape(heads, d // heads, -1))
        yield Family(f"{name}.vo", "V Vᵀ + b_v b_vᵀ − Oᵀ O", [name], "matrix", [*with_bias(2), out], most)
        if m.in_proj_bias is not None:
            yield Family(f"{name}.key-bias", "b_k", [name], "linear", [(1, m.in_proj_bias, part(1))], most)
    if kind in ("rnn", "gru", "lstm") and m.bias:
        rows = slice(0, 2 * m.hidden_size if kind == "gru" else None)
        terms = [(sign, b, lambda t: t[rows][None, :, None]) for sign, b in ((1, m.bias_ih_l0), (-1, m.bias_hh_l0))]
        yield Family(f"{name}.biases", "b_ih − b_hh", [name], "linear", terms, most)


def _readers(net: Network, wire: str, straight: bool, units: int, names: list[str], flat: str = "") -> tuple[list[tuple[nn.Parameter, View]], bool] | None:
    """What reads a wire of so many units, each as [1, units, numbers]; `None`: something on it allows no law, or it is the output."""
    found: list[tuple[nn.Parameter, View]] = []
    straight = straight and wire not in net.dropped
    for name, layer in net.layers.items():
        if wire not in layer.sources:
            continue
        m, own, kind = layer.module, layer.own, layer.own["type"]
        if kind in READING and "share" not in own:
            weight = getattr(m, {"attention": "in_proj_weight"}.get(kind, "weight_ih_l0" if kind in ("rnn", "gru", "lstm") else "weight"))
            found.append((weight, _columns(units, own.get("groups", 1), flat)))
            straight = straight and own.get("groups", 1) == 1
            names.append(name)
            continue
        if kind not in PASSING or own.get("activation", "identity") not in HOMOGENEOUS or layer.sources.count(wire) > 1:
            return None
        linear = kind == "flatten" or own.get("kind") == "average" or kind == "scale" and "activation" not in own
        further = _readers(net, name, straight and linear, units, names, net.layers[wire].layout if kind == "flatten" else flat)
        if further is None:
            return None
        found, straight = [*found, *further[0]], further[1]
    return (found, straight) if found else None


def _columns(units: int, groups: int, flat: str) -> View:
    """Of a weight [outputs, units / groups, …], or [outputs, places · units] behind what flattened tokens: unit by unit."""
    if flat == "tokens":
        return lambda t: t.reshape(len(t), -1, units).permute(2, 0, 1).flatten(1)[None]
    return lambda t: t.reshape(groups, len(t) // groups, units // groups, -1).transpose(1, 2).reshape(1, units, -1)
