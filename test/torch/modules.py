"""Modules of random shapes, as people write them, each with an example: what `spec` must be able to say."""
import random

import torch
from torch import nn
from torch.nn import functional as F


class Gated(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.gate_proj, self.up_proj, self.down_proj = nn.Linear(d, h), nn.Linear(d, h), nn.Linear(h, d)

    def forward(self, x):
        return x + self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Transformer(nn.Module):
    """A small language model; `tied`: its head is its table."""

    def __init__(self, vocabulary, d, heads, hidden, layers, activation="gelu", norm_first=True, tied=False):
        super().__init__()
        self.table = nn.Embedding(vocabulary, d)
        layer = nn.TransformerEncoderLayer(d, heads, hidden, 0.0, activation, batch_first=True, norm_first=norm_first)
        self.blocks = nn.TransformerEncoder(layer, layers, norm=nn.LayerNorm(d), enable_nested_tensor=False)
        self.head = nn.Linear(d, vocabulary, bias=False)
        if tied:
            self.head.weight = self.table.weight

    def forward(self, tokens):
        mask = nn.Transformer.generate_square_subsequent_mask(tokens.shape[1])
        return self.head(self.blocks(self.table(tokens), mask=mask))


class Block(nn.Module):
    """Of a ResNet; where the channels change, so does the skip."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)) if stride > 1 or inputs != outputs else nn.Identity()

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.downsample(x))


class Last(nn.Module):
    """The last state of a recurrent layer, and a head."""

    def __init__(self, kind, d, h, outputs):
        super().__init__()
        self.cell, self.head = getattr(nn, kind)(d, h, batch_first=True), nn.Linear(h, outputs)

    def forward(self, x):
        return self.head(self.cell(x)[0][:, -1])


class Attention(nn.Module):
    def __init__(self, d, heads, bias):
        super().__init__()
        self.norm, self.attention, self.out = nn.RMSNorm(d, eps=1e-6), nn.MultiheadAttention(d, heads, bias=bias, batch_first=True), nn.Linear(d, 2)

    def forward(self, x):
        y = self.norm(x)
        return self.out(torch.tanh(x + 0.5 * self.attention(y, y, y, need_weights=False)[0]))


def modules(seed):
    """Name, module in training with random parameters, and a batch, of each kind."""
    draw = random.Random(seed)
    torch.manual_seed(seed)
    n, d, h, t = draw.randint(3, 6), draw.randint(2, 5), draw.randint(2, 6), draw.randint(2, 5)
    heads = draw.randint(1, 3)
    wide, k, s = heads * draw.randint(1, 3), draw.randint(1, 3), draw.randint(1, 2)
    found = {
        "dense": (nn.Sequential(nn.Linear(d, h), nn.ReLU(), nn.Linear(h, h, bias=False), nn.Linear(h, d), nn.Tanh(), nn.Linear(d, 1)), torch.randn(n, d)),
        "activations": (nn.Sequential(*[one for bend in (nn.GELU, nn.SiLU, nn.Sigmoid, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Mish, nn.Softplus)
                                        for one in (nn.Linear(d, d), bend())]), torch.randn(n, d)),
        "images": (nn.Sequential(nn.Conv2d(2, 4, k, s, 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 6, 2, groups=2), nn.ReLU(), nn.Conv2d(6, 3, 1), nn.AvgPool2d(2),
                                 nn.Flatten(), nn.LazyLinear(2)), torch.randn(n, 2, 8, 7)),
        "lines": (nn.Sequential(nn.Conv1d(d, 4, k, s, 2, dilation=2), nn.GroupNorm(2, 4), nn.LeakyReLU(0.2), nn.MaxPool1d(2), nn.Conv1d(4, 3, 2, bias=False),
                                nn.Flatten(), nn.LazyLinear(2)), torch.randn(n, d, 17)),
        "resnet": (nn.Sequential(nn.Conv2d(1, 3, 3, 1, 1, bias=False), nn.BatchNorm2d(3), nn.ReLU(), Block(3, 3, 1), Block(3, 4, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
                                 nn.Linear(4, 3)), torch.randn(n, 1, 6, 6)),
        "gated": (nn.Sequential(Gated(d, h), nn.LayerNorm(d), Gated(d, h), nn.Linear(d, 2)), torch.randn(n, t, d)),
        "attention": (Attention(wide, heads, draw.random() < 0.5), torch.randn(n, t, wide)),
        "tokens": (nn.Sequential(nn.Linear(d, h), nn.LayerNorm(h), nn.Linear(h, 3), nn.ReLU(), nn.Flatten(), nn.Linear(3 * t, 2), nn.Softmax(-1)), torch.randn(n, t, d)),
        "language model": (Transformer(d + 3, wide, heads, h, 2, activation="relu"), torch.randint(d + 3, (n, t))),
        "tied, norms behind": (Transformer(d + 3, wide, heads, h, 1, norm_first=False, tied=True), torch.randint(d + 3, (n, t))),
        **{kind: (Last(kind, d, h, 2), torch.randn(n, t, d)) for kind in ("RNN", "GRU", "LSTM")},
    }
    for module, x in found.values():
        module(x)
        with torch.no_grad():
            for p in module.parameters():
                p.normal_().mul_(0.6)
    return [(name, module.train(), x) for name, (module, x) in found.items()]
