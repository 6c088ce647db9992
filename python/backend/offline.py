"""Builds the wheel by setuptools: the one installed with the system's Python, so that no network is needed."""

import sys

DEBIAN = "/usr/lib/python3/dist-packages"

try:
    import setuptools
except ImportError:
    sys.path.append(DEBIAN)  # pip hides what is installed from a build
    try:
        import setuptools
    except ImportError:
        setuptools = None

NEEDED = [] if setuptools and int(setuptools.__version__.split(".")[0]) >= 61 else ["setuptools>=61", "wheel"]


def get_requires_for_build_wheel(settings=None):
    return NEEDED


def get_requires_for_build_sdist(settings=None):
    return NEEDED


def build_wheel(folder, settings=None, metadata=None):
    from setuptools import build_meta

    return build_meta.build_wheel(folder, settings, metadata)


def build_sdist(folder, settings=None):
    from setuptools import build_meta

    return build_meta.build_sdist(folder, settings)
