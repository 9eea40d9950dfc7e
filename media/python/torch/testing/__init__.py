"""torch.testing: values are not compared, shapes are."""

from torch._absent import absent_attributes


def assert_close(actual, expected, *args, **kwargs):
    """Checks shapes; values are unknown."""
    shapes = [tuple(getattr(each, "shape", ())) for each in (actual, expected)]
    if shapes[0] != shapes[1]:
        raise AssertionError(f"The values for attribute 'shape' do not match: {shapes[0]} != {shapes[1]}.")


assert_allclose = assert_close
__getattr__ = absent_attributes(__name__)
