"""A model file of Descent in PyTorch, and one of PyTorch for Descent. Needs PyTorch alone: the format is read in a few lines.

    load_safetensors.py check NETWORK MODEL SAMPLES    rebuilds the network, and holds its outputs to those in SAMPLES
    load_safetensors.py write NETWORK MODEL SAMPLES    makes a network from a seed, and writes its parameters, inputs and outputs

MODEL holds the parameters, SAMPLES the tensors "inputs" and "outputs". Names and layouts are those of a PyTorch state dictionary.
"""

import json
import struct
import sys

import torch
from torch import nn

TYPES = {"F32": (torch.float32, 4), "F64": (torch.float64, 8), "I32": (torch.int32, 4)}


class LastStep(nn.LSTM):
    """The hidden state after the last step."""

    def forward(self, x):
        return super().forward(x)[0][:, -1]


NETWORKS = {
    "mlp": (lambda: nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 8), nn.Tanh(), nn.Linear(8, 3)), (5, 6)),
    "simple-cnn": (lambda: nn.Sequential(nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 8 * 8, 10)), (4, 3, 8, 8)),
    "normalized-cnn": (lambda: nn.Sequential(
        nn.Conv2d(2, 4, 3, stride=2, bias=False), nn.BatchNorm2d(4), nn.GELU(), nn.MaxPool2d(2), nn.Flatten(), nn.LayerNorm(4), nn.Linear(4, 3)), (4, 2, 6, 6)),
    "lstm": (lambda: nn.Sequential(LastStep(5, 7, batch_first=True), nn.Linear(7, 3)), (4, 6, 5)),
}


def read(path):
    """The tensors of a safetensors file by name: 8 bytes with the length of a header of JSON, then the numbers."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        kind, _ = TYPES[entry["dtype"]]
        start, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[start:end]), dtype=kind) if end > start else torch.empty(0, dtype=kind)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def write(path, tensors):
    """Writes such a file; what is not of a type that both sides know is left out."""
    names = {kind: name for name, (kind, _) in TYPES.items()}
    header, blocks, start = {}, [], 0
    for name, tensor in tensors.items():
        if tensor.dtype in names:
            block = bytes(tensor.detach().contiguous().reshape(-1).numpy().tobytes())
            header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [start, start + len(block)]}
            blocks.append(block)
            start += len(block)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(blocks))


def main(action, name, model, samples):
    make, shape = NETWORKS[name]
    torch.manual_seed(7)
    network = make().eval()
    with torch.no_grad():
        if action == "write":
            for parameter in network.buffers():
                if parameter.is_floating_point():
                    parameter.uniform_(0.5, 1.5)
            inputs = torch.randn(shape)
            write(model, network.state_dict())
            write(samples, {"inputs": inputs, "outputs": network(inputs)})
        else:
            state, given = read(model), read(samples)
            missing, unexpected = network.load_state_dict(state, strict=False)
            assert not unexpected and all(key.endswith("num_batches_tracked") for key in missing), (missing, unexpected)
            print(f"{(network(given['inputs']) - given['outputs']).abs().max().item():.3e}")


if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] not in ("check", "write") or sys.argv[2] not in NETWORKS:
        sys.exit(f"{__doc__}\nNETWORK is one of: {', '.join(NETWORKS)}")
    main(*sys.argv[1:])
