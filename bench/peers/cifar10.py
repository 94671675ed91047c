"""CIFAR-10 from its files in PyTorch: small CNN, Adam, as `descent train cifar10` does it; the accuracy on the test part at the end."""

import argparse
import gzip
import os
import sys

import numpy
import torch
from torch import nn

import torch_models as models

FOLDERS = ("", "cifar10", "cifar-10-batches-bin", os.path.join("cifar10", "cifar-10-batches-bin"))
RECORD = 1 + 3 * 32 * 32


def read(directory, name):
    """Pixels in 0..1 and labels of one file, which may be gzipped."""
    for folder in FOLDERS:
        path = os.path.join(directory, folder, name)
        for file, opened in ((path, open), (path + ".gz", gzip.open)):
            if os.path.exists(file):
                with opened(file, "rb") as stream:
                    records = numpy.frombuffer(stream.read(), numpy.uint8).reshape(-1, RECORD)
                pixels = torch.from_numpy(records[:, 1:].astype("float32") / 255).reshape(-1, 3, 32, 32)
                return pixels, torch.from_numpy(records[:, 0].astype("int64"))
    sys.exit(f"{name} is not in {directory}: fetch it with 'descent data get cifar10', or say where it is with --data-dir.")


parser = argparse.ArgumentParser()
parser.add_argument("--data-dir", default=os.environ.get("DESCENT_DATA", "data"))
parser.add_argument("--epochs", type=int, default=5)
parser.add_argument("--batch-size", type=int, default=128)
parser.add_argument("--threads", type=int, default=os.cpu_count())
options = parser.parse_args()
torch.set_num_threads(options.threads)

parts = [read(options.data_dir, f"data_batch_{i}.bin") for i in range(1, 6)]
inputs, targets = torch.cat([part[0] for part in parts]), torch.cat([part[1] for part in parts])
mean, deviation = inputs.mean((0, 2, 3), keepdim=True), inputs.std((0, 2, 3), keepdim=True)
inputs = (inputs - mean) / deviation
test_inputs, test_targets = read(options.data_dir, "test_batch.bin")
test_inputs = (test_inputs - mean) / deviation

model = models.simple_cnn()
optimizer, loss = torch.optim.Adam(model.parameters(), lr=1e-3), nn.CrossEntropyLoss()
for epoch in range(options.epochs):
    order = torch.randperm(len(inputs))
    for start in range(0, len(inputs), options.batch_size):
        rows = order[start:start + options.batch_size]
        optimizer.zero_grad()
        value = loss(model(inputs[rows]), targets[rows])
        value.backward()
        optimizer.step()
        value.item()

with torch.inference_mode():
    right = sum(
        (model(test_inputs[i:i + 500]).argmax(1) == test_targets[i:i + 500]).sum().item() for i in range(0, len(test_inputs), 500))
print(f"accuracy {right / len(test_inputs)}")
print("done", flush=True)
