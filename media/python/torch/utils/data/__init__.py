"""torch.utils.data: data sets can be declared; a loader yields nothing."""

from torch._absent import absent_attributes
from torch._inert import Inert, inert_classes, nothing


class Dataset:
    """Base class of data sets."""

    def __class_getitem__(cls, item):
        return cls

    def __getitem__(self, index):
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other):
        return ConcatDataset([self, other])


class IterableDataset(Dataset):
    """Base class of data sets without an index."""

    def __iter__(self):
        raise NotImplementedError("Subclasses of IterableDataset should implement __iter__.")


class TensorDataset(Dataset):
    """Rows of tensors."""

    def __init__(self, *tensors):
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].size(0)


class ConcatDataset(Dataset):
    """Data sets one after another."""

    def __init__(self, datasets):
        self.datasets = list(datasets)

    def __len__(self):
        return sum(len(dataset) for dataset in self.datasets)


class Subset(Dataset):
    """Some rows of a data set."""

    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


class DataLoader(Inert):
    """Yields nothing: no data is read here."""

    def __class_getitem__(cls, item):
        return cls

    def __init__(self, dataset=None, batch_size=1, *args, **kwargs):
        self.dataset, self.batch_size = dataset, batch_size


inert_classes(
    "Sampler RandomSampler SequentialSampler SubsetRandomSampler WeightedRandomSampler BatchSampler"
    " DistributedSampler ChainDataset StackDataset",
    globals(),
)
random_split = Inert()
get_worker_info = default_collate = default_convert = nothing
__getattr__ = absent_attributes(__name__)
