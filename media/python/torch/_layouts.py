"""Layouts and memory formats: names that code passes around."""


class layout:
    def __init__(self, label):
        self.label = label

    def __repr__(self):
        return f"torch.{self.label}"

    def __reduce__(self):
        return self.label

    def __deepcopy__(self, memo):
        return self


class memory_format(layout):
    pass


class qscheme(layout):
    pass


strided = layout("strided")
sparse_coo = layout("sparse_coo")
sparse_csr = layout("sparse_csr")
jagged = layout("jagged")
contiguous_format = memory_format("contiguous_format")
channels_last = memory_format("channels_last")
channels_last_3d = memory_format("channels_last_3d")
preserve_format = memory_format("preserve_format")
per_tensor_affine = qscheme("per_tensor_affine")
per_channel_affine = qscheme("per_channel_affine")
per_tensor_symmetric = qscheme("per_tensor_symmetric")
per_channel_symmetric = qscheme("per_channel_symmetric")

EXPORTS = {name: each for name, each in list(globals().items()) if isinstance(each, (layout, type))}
