"""torch.onnx: an export writes nothing."""

from torch._absent import absent_attributes
from torch._inert import NullContext, nothing

export = dynamo_export = register_custom_op_symbolic = unregister_custom_op_symbolic = nothing
select_model_mode_for_export = NullContext
ONNX_ARCHIVE_MODEL_PROTO_NAME = "__MODEL_PROTO"


def is_in_onnx_export():
    return False


def is_onnxrt_backend_supported():
    return False


__getattr__ = absent_attributes(__name__)
