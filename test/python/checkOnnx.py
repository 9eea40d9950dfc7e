"""Runs ONNX's own checker, shape inference included, over the models named on standard input; prints what it refuses."""

import sys

import onnx

for path in sys.stdin.read().splitlines():
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    except Exception as error:  # Whatever it is, it is the answer.
        print(f"{path}: {error}".replace("\n", " "))
print(onnx.__version__)
