"""PyTorch as a peer of bench/train.ts: one process, one thread, the protocol of peers/session.ts.

    torch_mlp.py TASK        (TASK: JSON, the type Task of bench/task.ts)

Says `{"version": …}` or `{"missing": …}`, then answers each line `train` with `{"seconds": …}` and each other with
`{"accuracy": …}`. Timed are gathering the batch, forward, loss, backward and update; not timed are loading, shuffling
and validation. Without OpenBLAS (Debian: libopenblas0-pthread) or MKL, PyTorch falls back to a reference BLAS, and the
comparison means nothing.
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

ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


def say(answer):
    print(json.dumps(answer), flush=True)


def load(task, split):
    """Features as float32 and labels; a single output wants its labels as float32 of shape [count, 1]."""
    path = os.path.join(task["data"]["folder"], split)
    features = numpy.fromfile(f"{path}.features", task["data"]["type"])
    labels = torch.from_numpy(numpy.fromfile(f"{path}.labels", numpy.uint8))
    if features.dtype == numpy.uint8:
        features = features.astype(numpy.float32) / 255
    binary = task["widths"][-1] == 1
    features = torch.from_numpy(features.reshape(len(labels), task["widths"][0]))
    return features, labels.float().unsqueeze(1) if binary else labels.long()


def build(task):
    """The network as logits, its loss and its optimizer."""
    widths = task["widths"]
    layers = []
    for inputs, units in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, units), ACTIVATIONS[task["activation"]]()]
    model = nn.Sequential(*layers[:-1])
    loss_of = nn.BCEWithLogitsLoss() if widths[-1] == 1 else nn.CrossEntropyLoss()
    chosen = task["optimizer"]
    if chosen["name"] == "adam":
        betas = (chosen["beta1"], chosen["beta2"])
        optimizer = torch.optim.Adam(model.parameters(), chosen["learningRate"], betas, chosen["epsilon"])
    else:
        optimizer = torch.optim.SGD(model.parameters(), chosen["learningRate"])
    return model, loss_of, optimizer


def batches(count, size):
    """Shuffled batches of row numbers, epoch after epoch."""
    while True:
        yield from torch.randperm(count).split(size)


def train(task, network, data, rows_of_batches):
    """Seconds that training on the task's next samples took."""
    model, loss_of, optimizer = network
    features, labels = data
    samples = 0
    drawn = []
    while samples < task["samples"]:
        drawn.append(next(rows_of_batches))
        samples += len(drawn[-1])
    begin = time.perf_counter()
    for rows in drawn:
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(features[rows]), labels[rows]).backward()
        optimizer.step()
    return (time.perf_counter() - begin) * task["samples"] / samples


def validate(task, model, features, labels):
    with torch.no_grad():
        logits = model(features)
    predicted = logits > 0 if task["widths"][-1] == 1 else logits.argmax(1)
    return (predicted == labels).float().mean().item()


def main():
    task = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    torch.manual_seed(task["seed"])
    data = load(task, "train")
    held_out = load(task, "val")
    network = build(task)
    rows_of_batches = batches(len(data[1]), task["batch"])
    say({"version": f"PyTorch {torch.__version__}"})
    for line in sys.stdin:
        if line.strip() == "train":
            say({"seconds": train(task, network, data, rows_of_batches)})
        else:
            say({"accuracy": validate(task, network[0], *held_out)})


main()
