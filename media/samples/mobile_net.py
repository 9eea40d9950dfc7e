"""A small image classifier of inverted residual blocks. Open it with LayerCost and change a number."""

import torch
from torch import nn


class ConvNormAct(nn.Sequential):
    def __init__(self, channels_in, channels_out, kernel=3, stride=1, groups=1):
        super().__init__(
            nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(channels_out),
            nn.ReLU6(inplace=True),
        )


class InvertedResidual(nn.Module):
    def __init__(self, channels_in, channels_out, stride, expansion=6):
        super().__init__()
        hidden = channels_in * expansion
        self.use_shortcut = stride == 1 and channels_in == channels_out
        self.expand = ConvNormAct(channels_in, hidden, kernel=1)
        self.depthwise = ConvNormAct(hidden, hidden, stride=stride, groups=hidden)
        self.project = nn.Conv2d(hidden, channels_out, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels_out)

    def forward(self, x):
        out = self.norm(self.project(self.depthwise(self.expand(x))))
        return x + out if self.use_shortcut else out


class MobileNet(nn.Module):
    def __init__(self, classes=1000, stages=((24, 2, 2), (40, 3, 2), (80, 4, 2), (160, 3, 2))):
        super().__init__()
        self.stem = ConvNormAct(3, 16, stride=2)
        blocks, channels = [], 16
        for width, depth, stride in stages:
            for index in range(depth):
                blocks.append(InvertedResidual(channels, width, stride if index == 0 else 1))
                channels = width
        self.blocks = nn.Sequential(*blocks)
        self.last = ConvNormAct(channels, 640, kernel=1)
        self.classifier = nn.Linear(640, classes)

    def forward(self, x):
        x = self.last(self.blocks(self.stem(x)))
        return self.classifier(x.mean(dim=(2, 3)))


if __name__ == "__main__":
    print(MobileNet()(torch.randn(1, 3, 224, 224)).shape)
