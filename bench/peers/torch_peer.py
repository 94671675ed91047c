"""PyTorch as a peer: the training steps, one sample through a network, and a whole fit."""

import peer

options = peer.arguments()

import torch  # noqa: E402  (a wrong command line is told before the long import)
from torch import nn  # noqa: E402

import torch_models as models  # noqa: E402

torch.set_num_threads(options.threads)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=1e-3)


def momentum(parameters):
    return torch.optim.SGD(parameters, lr=0.01, momentum=0.9)


def sgd(parameters):
    return torch.optim.SGD(parameters, lr=0.1)


def step(model, loss, make_optimizer, inputs, targets):
    """Zero gradients, forward, loss, backward, update; the loss is read, as a training that shows it does."""
    optimizer = make_optimizer(model.parameters())

    def run():
        optimizer.zero_grad()
        value = loss(model(inputs), targets)
        value.backward()
        optimizer.step()
        return value.item()

    return run


def labels(count, classes):
    return torch.arange(count) % classes


def textbook(batch):
    model = nn.Sequential(nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1))
    return step(model, nn.BCEWithLogitsLoss(), sgd, torch.randn(batch, 2), (torch.arange(batch) % 2).float().reshape(batch, 1))


def dense(make_optimizer, batch, *widths):
    return step(models.dense(*widths), nn.CrossEntropyLoss(), make_optimizer, torch.randn(batch, widths[0]), labels(batch, widths[-1]))


def images(model, make_optimizer, batch, *shape):
    return step(model, nn.CrossEntropyLoss(), make_optimizer, torch.randn(batch, *shape), labels(batch, 10))


def recurrent(cell):
    return step(models.Recurrent(cell), nn.CrossEntropyLoss(), adam, torch.randn(32, 64, 64), labels(32 * 64, 64))


def encoder():
    inputs = torch.randn(32, 64, 128)
    return step(models.encoder(), nn.MSELoss(), adam, inputs, torch.randn(32, 64, 128))


def inference(model, *shape):
    model.eval()
    inputs = torch.randn(1, *shape)

    def run():
        with torch.inference_mode():
            return model(inputs)

    return run


def digits():
    """As many samples as Descent trains on, in memory; 30 epochs of shuffled batches of 32."""
    count = 1437
    inputs, targets = torch.rand(count, 64) * 16, labels(count, 10)

    def run():
        model = models.dense(64, 64, 10)
        optimizer, loss = adam(model.parameters()), nn.CrossEntropyLoss()
        for _ in range(30):
            order = torch.randperm(count)
            for start in range(0, count, 32):
                rows = order[start:start + 32]
                optimizer.zero_grad()
                loss(model(inputs[rows]), targets[rows]).backward()
                optimizer.step()

    return run


WORKLOADS = {
    "W1-1": lambda: textbook(1),
    "W1-4": lambda: textbook(4),
    "W2-momentum": lambda: dense(momentum, 32, 784, 128, 10),
    "W2-adam": lambda: dense(adam, 32, 784, 128, 10),
    "W2-128": lambda: dense(adam, 128, 784, 128, 10),
    "W2b": lambda: dense(adam, 128, 784, 512, 512, 10),
    "W3-32": lambda: images(models.simple_cnn(), adam, 32, 3, 32, 32),
    "W3-128": lambda: images(models.simple_cnn(), adam, 128, 3, 32, 32),
    "W4": lambda: images(models.lenet(), adam, 64, 1, 28, 28),
    "W4b": lambda: images(models.resnet20(), momentum, 64, 3, 32, 32),
    "W5-lstm": lambda: recurrent(nn.LSTM),
    "W5-gru": lambda: recurrent(nn.GRU),
    "W6": lambda: step(models.dense(13, 64, 64, 1), nn.HuberLoss(), adam, torch.randn(32, 13), torch.randn(32, 1)),
    "W8": encoder,
    "I-dense": lambda: inference(models.dense(784, 128, 10), 784),
    "I-cnn": lambda: inference(models.simple_cnn(), 3, 32, 32),
    "I-resnet": lambda: inference(models.resnet20(), 3, 32, 32),
    "digits": digits,
}

peer.serve("PyTorch", torch.__version__, WORKLOADS)
