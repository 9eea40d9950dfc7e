"""Which imports are the model and which are not."""

import sys

# Packages that hold no layers: data, images, plots, logs, services. They can be imported and called, and do nothing.
INERT = frozenset(
    """PIL cv2 skimage imageio matplotlib seaborn plotly pandas scipy sklearn tqdm wandb tensorboard tensorboardX
    tensorflow keras jax datasets tokenizers sentencepiece nltk spacy albumentations imgaug kornia torchaudio torchtext
    torchdata requests urllib3 yaml omegaconf hydra mlflow neptune comet_ml ray optuna psutil GPUtil pynvml boto3
    onnx onnxruntime onnxsim tensorrt torch_tensorrt triton apex deepspeed accelerate bitsandbytes xformers flash_attn
    torchinfo torchsummary thop fvcore ptflops torchviz netron IPython ipywidgets click rich loguru coloredlogs
    termcolor tabulate h5py lmdb zarr pytest""".split()
)

# The same for parts of packages that do hold layers.
INERT_PARTS = frozenset(
    """torchvision.datasets torchvision.io torchvision.transforms torchvision.utils torchvision.extension
    torchvision._meta_registrations torchvision._C timm.data timm.optim timm.scheduler timm.loss timm.utils
    timm.models._hub transformers.utils.hub""".split()
)

# What stands in for a package, whatever is installed.
STAND_INS = frozenset(("torch", "numpy", "einops", "pytorch_lightning", "lightning", "layercost_sandbox"))


def is_inert(name):
    """Whether a module or a package around it is known to be no part of a model."""
    parts = name.split(".")
    return parts[0] in INERT or any(".".join(parts[:count]) in INERT_PARTS for count in range(2, len(parts) + 1))


def is_own(name):
    """Whether Python's library or a stand-in provides the module."""
    top = name.partition(".")[0]
    return top in STAND_INS or top in sys.stdlib_module_names or top in sys.builtin_module_names
