"""Training steps of a convolutional VAE in native PyTorch, as org.dgm4j's Vae has it.

    convolutional_vae.py 8,16 100

takes the channels of its convolutions and the size of a batch; then, for each line of standard
input, the number of steps to take; and prints the seconds that each of them took.
"""
import sys
import time

import torch
from torch import nn

THREADS = 2
SIDE = 28
HIDDEN = 200
LATENT = 20
LEARNING_RATE = 1e-3


def half(pixels):
    return (pixels + 1) // 2


class Vae(nn.Module):
    def __init__(self, channels):
        super().__init__()
        channels = [1, *channels]
        sides = [SIDE]
        layers = []
        for inputs, outputs in zip(channels, channels[1:]):
            layers += [nn.Conv2d(inputs, outputs, 3, stride=2, padding=1), nn.ReLU()]
            sides.append(half(sides[-1]))
        self.smallest = (channels[-1], sides[-1], sides[-1])
        pixels = channels[-1] * sides[-1] ** 2
        self.encoder = nn.Sequential(*layers, nn.Flatten(), nn.Linear(pixels, HIDDEN), nn.ReLU())
        self.mean = nn.Linear(HIDDEN, LATENT)
        self.log_variance = nn.Linear(HIDDEN, LATENT)
        self.dense = nn.Sequential(
            nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, pixels), nn.ReLU())
        layers = []
        for i in range(len(channels) - 1, 0, -1):
            layers.append(nn.ConvTranspose2d(channels[i], channels[i - 1], 3, stride=2, padding=1,
                                             output_padding=(sides[i - 1] + 1) % 2))
            if i > 1:
                layers.append(nn.ReLU())
        self.decoder = nn.Sequential(*layers)

    def loss(self, x):
        features = self.encoder(x)
        mean, log_variance = self.mean(features), self.log_variance(features)
        deviation = (0.5 * log_variance).exp()
        z = mean + deviation * torch.randn_like(deviation)
        logits = self.decoder(self.dense(z).view(-1, *self.smallest))
        reconstruction = (logits * x - nn.functional.softplus(logits)).flatten(1).sum(1)
        divergence = 0.5 * (mean.square() + deviation.square() - log_variance - 1).sum(1)
        return (divergence - reconstruction).mean()


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    vae = Vae([int(channel) for channel in sys.argv[1].split(',')])
    adam = torch.optim.Adam(vae.parameters(), LEARNING_RATE)
    batch = (torch.rand(int(sys.argv[2]), 1, SIDE, SIDE) < 0.13).float()

    def step():
        adam.zero_grad(set_to_none=True)
        loss = vae.loss(batch)
        loss.backward()
        adam.step()
        return loss.item()

    print(torch.__version__, flush=True)
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            began = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - began)
        print(*seconds, flush=True)


main()
