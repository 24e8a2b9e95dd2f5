"""An S3 of our own for tests: moto's server on this machine, and the environment that leads boto to it."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@contextmanager
def s3(patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The fsspec filesystem of an empty S3; what runs within, also processes that it starts, finds it as s3://."""
    pytest.importorskip("s3fs", reason="needs s3fs, of the extra s3")
    server_of = pytest.importorskip("moto.server", reason="needs moto[s3], flask and flask-cors, of the extra dev")
    import fsspec

    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        urllib.request.urlopen(f"http://{host}:{port}/moto-api/reset", data=b"").close()  # it is one for the process
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("NO_PROXY", "127.0.0.1")
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        yield fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
    finally:
        server.stop()
