"""
The losses of PyTorch from the weights and on the batches that it reads as JSON from stdin, for
`node scripts/golden.ts --torch`. Writes JSON: PyTorch's version, and of each configuration its losses in single and in
double precision. Written from PyTorch's own modules and optimizers, so that it shares nothing with lib/nn.
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {
    "identity": lambda z, layer: z,
    "sigmoid": lambda z, layer: torch.sigmoid(z),
    "hard_sigmoid": lambda z, layer: functional.hardsigmoid(z),
    "tanh": lambda z, layer: torch.tanh(z),
    "hard_tanh": lambda z, layer: functional.hardtanh(z),
    "relu": lambda z, layer: torch.relu(z),
    "leaky_relu": lambda z, layer: functional.leaky_relu(z, layer["alpha"]),
    "prelu": lambda z, layer: functional.prelu(z, layer["slopes"]),
    "elu": lambda z, layer: functional.elu(z, layer["alpha"]),
    "selu": lambda z, layer: torch.selu(z),
    "celu": lambda z, layer: torch.celu(z, layer["alpha"]),
    "gelu": lambda z, layer: functional.gelu(z),
    "gelu_tanh": lambda z, layer: functional.gelu(z, approximate="tanh"),
    "silu": lambda z, layer: functional.silu(z),
    "mish": lambda z, layer: functional.mish(z),
    "hard_swish": lambda z, layer: functional.hardswish(z),
    "softplus": lambda z, layer: functional.softplus(z),
    "softsign": lambda z, layer: functional.softsign(z),
    "sine": lambda z, layer: torch.sin(z),
    "gaussian": lambda z, layer: torch.exp(-z * z),
}


def compute_logits(layers, x):
    for layer in layers:
        z = x @ layer["weights"] + layer["biases"]
        if layer["normalization"] == "layer":
            z = functional.layer_norm(z, z.shape[1:], layer["gain"], layer["shift"])
        elif layer["normalization"] == "batch":
            z = functional.batch_norm(z, None, None, layer["gain"], layer["shift"], training=True)
        x = ACTIVATIONS[layer["activation"]](z, layer)
    return x


def compute_loss(output, logits, labels, dtype):
    name = output["loss"]
    if name == "cross_entropy":
        smoothing = output.get("labelSmoothing", 0.0)
        scaled = logits / output.get("temperature", 1.0)
        return functional.cross_entropy(scaled, labels.long(), label_smoothing=smoothing)
    targets = labels.to(dtype)[:, None]
    if logits.shape[1] > 1:
        targets = functional.one_hot(labels.long(), logits.shape[1]).to(dtype)
    if name == "binary_cross_entropy":
        return functional.binary_cross_entropy_with_logits(logits, targets)
    predicted = {"linear": lambda z: z, "sigmoid": torch.sigmoid}[output["activation"]](logits)
    if name == "mean_squared_error":
        return functional.mse_loss(predicted, targets)
    if name == "mean_absolute_error":
        return functional.l1_loss(predicted, targets)
    return functional.huber_loss(predicted, targets, delta=output.get("delta", 1.0))


def create_optimizer(spec, weights, others):
    name, rate = spec["name"], spec["learningRate"]
    groups = [{"params": weights}, {"params": others, "weight_decay": 0.0}]
    if name in ("sgd", "momentum", "nesterov"):
        return torch.optim.SGD(groups, rate, momentum=spec["momentum"], nesterov=name == "nesterov")
    if name == "rmsprop":
        return torch.optim.RMSprop(groups, rate, alpha=spec["decay"], eps=spec["epsilon"])
    betas = (spec["beta1"], spec["beta2"])
    if name == "adam":
        return torch.optim.Adam(groups, rate, betas, spec["epsilon"])
    return torch.optim.AdamW(groups, rate, betas, spec["epsilon"], weight_decay=spec["weightDecay"])


def train(configuration, dtype):
    layers = []
    for given in configuration["layers"]:
        layer = {key: given[key] for key in ("activation", "alpha", "normalization")}
        for name, values in given["tensors"].items():
            tensor = torch.tensor(values, dtype=dtype)
            layer[name] = nn.Parameter(tensor.reshape(given["inputs"], -1) if name == "weights" else tensor)
        layers.append(layer)
    weights = [layer["weights"] for layer in layers]
    parameters = [value for layer in layers for value in layer.values() if isinstance(value, nn.Parameter)]
    others = [parameter for parameter in parameters if all(parameter is not w for w in weights)]
    optimizer = create_optimizer(configuration["optimizer"], weights, others)
    l1, l2 = configuration["regularization"]["l1"], configuration["regularization"]["l2"]
    losses = []
    for batch in configuration["batches"]:
        labels = torch.tensor(batch["labels"], dtype=torch.float64)
        features = torch.tensor(batch["features"], dtype=dtype).reshape(len(labels), -1)
        loss = compute_loss(configuration["output"], compute_logits(layers, features), labels, dtype)
        losses.append(loss.item())
        penalty = sum(l1 * w.abs().sum() + 0.5 * l2 * (w * w).sum() for w in weights)
        optimizer.zero_grad()
        (loss + penalty).backward()
        if "clipNorm" in configuration["optimizer"]:
            nn.utils.clip_grad_norm_(parameters, configuration["optimizer"]["clipNorm"])
        for group in optimizer.param_groups:
            group["lr"] = batch["learningRate"]
        optimizer.step()
    return losses


torch.set_num_threads(1)
json.dump(
    {
        "version": torch.__version__,
        "losses": [
            {"single": train(configuration, torch.float32), "double": train(configuration, torch.float64)}
            for configuration in json.load(sys.stdin)
        ],
    },
    sys.stdout,
)
