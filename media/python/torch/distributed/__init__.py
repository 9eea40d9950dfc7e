"""torch.distributed: one process, alone."""

import enum

from torch._absent import absent_attributes
from torch._inert import Inert, add_functions

add_functions(
    [
        (False, "is_available is_initialized is_nccl_available is_gloo_available is_mpi_available"),
        (False, "is_torchelastic_launched is_backend_available"),
        (0, "get_rank get_node_local_rank get_group_rank get_global_rank"),
        (1, "get_world_size"),
        ("gloo", "get_backend"),
        (
            None,
            "init_process_group destroy_process_group barrier all_reduce reduce broadcast send recv"
            " broadcast_object_list all_gather_object gather_object monitored_barrier",
        ),
    ],
    globals(),
)


class ReduceOp(enum.Enum):
    """How values of several processes meet."""

    SUM, PRODUCT, MIN, MAX, BAND, BOR, BXOR, AVG = range(8)


reduce_op = ReduceOp
ProcessGroup = type("ProcessGroup", (Inert,), {})
GroupMember = group = type("group", (), {"WORLD": None, "NON_GROUP_MEMBER": None})


def new_group(*args, **kwargs):
    """The one group that there is."""
    return ProcessGroup()


def all_gather(tensor_list, tensor, *args, **kwargs):
    """Each of the processes is this one."""
    for index in range(len(tensor_list)):
        tensor_list[index] = tensor


__getattr__ = absent_attributes(__name__)
