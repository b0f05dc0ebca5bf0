"""Makes golden/ggml.safetensors: blocks of random bytes of every quantised GGML type, and what the
gguf package makes of them. Needs gguf, numpy and safetensors."""

import pathlib

import gguf
import numpy as np
from safetensors.numpy import save_file

TYPES = ["Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]
# where a block's half-precision numbers stand: random bits there could be infinite
HALVES = {"Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82],
          "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}

rng = np.random.default_rng(11)
tensors = {}
for name in TYPES:
    kind = gguf.GGMLQuantizationType[name]
    values, size = gguf.GGML_QUANT_SIZES[kind]
    blocks = rng.integers(0, 256, (max(2, 64 // values), size), dtype=np.uint8)
    for at in HALVES[name]:
        blocks[:, at:at + 2] = rng.normal(0, 0.5, (len(blocks), 1)).astype(np.float16).view(np.uint8)
    tensors[name + ".bytes"] = blocks
    tensors[name + ".values"] = gguf.quants.dequantize(blocks, kind).astype(np.float32).reshape(-1)
save_file(tensors, pathlib.Path(__file__).parent / "ggml.safetensors", {"made_by": "make_ggml.py, gguf 0.19.0"})
