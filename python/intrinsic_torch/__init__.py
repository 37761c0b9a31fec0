"""Intrinsic for PyTorch: `spec` writes a module as a spec, `Recorder` what training does to its conservation laws."""
from .network import Inexpressible, spec
from .recorder import Recorder

__all__ = ["Inexpressible", "Recorder", "spec"]
