"""Writes lstm_golden.json: one LSTM in PyTorch, with initial states, and all its gradients.

    python3 lstm_golden.py > lstm_golden.json
"""
import json
import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
IN, UNITS, STEPS, BATCH = 3, 4, 5, 2
lstm = torch.nn.LSTM(IN, UNITS)
x = torch.randn(STEPS, BATCH, IN, requires_grad=True)
h0 = torch.randn(1, BATCH, UNITS, requires_grad=True)
c0 = torch.randn(1, BATCH, UNITS, requires_grad=True)
h, _ = lstm(x, (h0, c0))
loss_weights = torch.randn(STEPS, BATCH, UNITS)
(h * loss_weights).sum().backward()


def rows(tensor):
    return tensor.detach().reshape(-1, tensor.shape[-1]).tolist()


# PyTorch holds its weights transposed, and two biases whose sum counts.
print(json.dumps({
    "x": rows(x), "h0": rows(h0), "c0": rows(c0), "lossWeights": rows(loss_weights),
    "W": rows(lstm.weight_ih_l0.T), "R": rows(lstm.weight_hh_l0.T),
    "b": rows(lstm.bias_ih_l0 + lstm.bias_hh_l0),
    "h": rows(h), "dx": rows(x.grad), "dh0": rows(h0.grad), "dc0": rows(c0.grad),
    "dW": rows(lstm.weight_ih_l0.grad.T), "dR": rows(lstm.weight_hh_l0.grad.T),
    "db": rows(lstm.bias_ih_l0.grad),
}, indent=1))
