"""The peer of bench/train.ts: the same network, data and step in PyTorch, on one thread.

Says `{"peer": …}` when it is ready, then trains one epoch for every line that it reads and answers
`{"samplesPerSecond": …, "accuracy": …}`. Timed are gathering the batch, forward, loss, backward and update; not
timed are loading, shuffling and validation. Without OpenBLAS (Debian: libopenblas0-pthread) PyTorch falls back to
a reference BLAS, and the comparison means nothing.

    torch_mlp.py FOLDER_OF_MNIST_IDX_FILES SEED
"""

import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

BATCH = 64
LEARNING_RATE = 0.1


def load(folder, split):
    pixels = numpy.fromfile(os.path.join(folder, f"{split}-images-idx3-ubyte"), numpy.uint8)[16:]
    labels = numpy.fromfile(os.path.join(folder, f"{split}-labels-idx1-ubyte"), numpy.uint8)[8:]
    features = torch.from_numpy(pixels.reshape(-1, 784).astype(numpy.float32) / 255)
    return features, torch.from_numpy(labels.astype(numpy.int64))


def train_epoch(model, optimizer, features, labels):
    """Seconds that one epoch took, last and shorter batch included."""
    loss_of = nn.CrossEntropyLoss()
    order = torch.randperm(len(labels))
    begin = time.perf_counter()
    for rows in order.split(BATCH):
        optimizer.zero_grad()
        loss_of(model(features[rows]), labels[rows]).backward()
        optimizer.step()
    return time.perf_counter() - begin


def main():
    folder, seed = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    features, labels = load(folder, "train")
    val_features, val_labels = load(folder, "t10k")
    model = nn.Sequential(
        nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    print(json.dumps({"peer": f"torch {torch.__version__}"}), flush=True)
    for _ in sys.stdin:
        seconds = train_epoch(model, optimizer, features, labels)
        with torch.no_grad():
            accuracy = (model(val_features).argmax(1) == val_labels).float().mean().item()
        print(json.dumps({"samplesPerSecond": len(labels) / seconds, "accuracy": accuracy}), flush=True)


main()
