"""One training step of a 784-128-10 network in PyTorch, then the most memory that the process had: what starting up costs."""

import resource

import torch
from torch import nn

import torch_models as models

model = models.dense(784, 128, 10)
optimizer = torch.optim.Adam(model.parameters())
loss = nn.CrossEntropyLoss()(model(torch.randn(32, 784)), torch.arange(32) % 10)
loss.backward()
optimizer.step()
loss.item()
print("done", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
