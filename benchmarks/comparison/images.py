"""The images that are copied: seeded, so every run and every machine pushes the same content."""

import hashlib
import json
import random
import tarfile
import zlib

from .problem import Problem

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB

_CONFIG = "application/vnd.oci.image.config.v1+json"
_INDEX = "application/vnd.oci.image.index.v1+json"
_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"
_MANIFEST = "application/vnd.oci.image.manifest.v1+json"

_PLATFORMS = (
    ("amd64", None), ("arm64", "v8"), ("arm", "v7"), ("arm", "v6"),
    ("386", None), ("ppc64le", None), ("s390x", None), ("riscv64", None),
)  # fmt: skip


def one_gib(publisher):
    publisher.tag("v1", publisher.image("v1", [publisher.layer("one", GIB)]))


def many_layers(publisher):
    layers = [publisher.layer(f"layer {number}", 256 * KIB) for number in range(200)]
    publisher.tag("v1", publisher.image("v1", layers))


def many_tags(publisher):
    shared = [publisher.layer(f"shared {number}", 256 * KIB) for number in range(5)]
    for number in range(200):
        tag = f"v{number}"
        publisher.tag(tag, publisher.image(tag, [*shared, publisher.layer(tag, 64 * KIB)]))


def multi_arch(publisher):
    base = {platform: publisher.layer(f"base {platform}", 256 * KIB) for platform in _PLATFORMS}
    for number in range(10):
        tag = f"v{number}"
        images = []
        for platform in _PLATFORMS:
            own = publisher.layer(f"{tag} {platform}", 64 * KIB)
            images.append(publisher.image(f"{tag} {platform}", [base[platform], own], platform))
        publisher.tag(tag, publisher.index(images))


CASES = {"one-gib": one_gib, "many-layers": many_layers, "many-tags": many_tags, "multi-arch": multi_arch}


class Publisher:
    """Builds images and pushes their parts to one repository as they are made."""

    def __init__(self, connection, repository, scale):
        self._connection = connection
        self._repository = repository
        self._scale = scale
        self.tags = []

    def layer(self, seed, size):
        """Pushes a layer with about `size` × scale bytes; returns its descriptor and its uncompressed digest."""
        layer = _Layer(f"{self._repository} {seed}", max(KIB, int(size * self._scale)))
        return self._push_blob(_LAYER, layer.chunks()), layer.diff_id()

    def image(self, name, layers, platform=("amd64", None)):
        """Pushes configuration and manifest, without a tag; returns the manifest with its bytes."""
        config = {
            **_platform(platform),
            "config": {"Labels": {"name": name}},
            "rootfs": {"type": "layers", "diff_ids": [diff_id for _, diff_id in layers]},
        }
        manifest = {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": self._push_blob(_CONFIG, [_json(config)]),
            "layers": [descriptor for descriptor, _ in layers],
        }
        return _Manifest(_MANIFEST, _json(manifest), platform)

    def index(self, images):
        """Pushes the images by digest; returns the index over them."""
        entries = []
        for image in images:
            self._put_manifest(image.digest, image)
            descriptor = {"mediaType": image.media_type, "digest": image.digest, "size": len(image.content)}
            entries.append({**descriptor, "platform": _platform(image.platform)})
        return _Manifest(_INDEX, _json({"schemaVersion": 2, "mediaType": _INDEX, "manifests": entries}), None)

    def tag(self, tag, manifest):
        self._put_manifest(tag, manifest)
        self.tags.append(tag)

    def _push_blob(self, media_type, chunks):
        """Uploads in one pass: the digest is only known when the last byte has been made, and PUT names it then."""
        start = self._ask(202, "POST", f"/v2/{self._repository}/blobs/uploads/")
        measured = _Measured(chunks)
        stream = {"Content-Type": "application/octet-stream", "Transfer-Encoding": "chunked"}
        sent = self._ask(202, "PATCH", _path(start), iter(measured), stream)
        self._ask(201, "PUT", f"{_path(sent)}&digest={measured.digest()}", headers={"Content-Length": "0"})
        return {"mediaType": media_type, "digest": measured.digest(), "size": measured.size}

    def _put_manifest(self, reference, manifest):
        path = f"/v2/{self._repository}/manifests/{reference}"
        self._ask(201, "PUT", path, manifest.content, {"Content-Type": manifest.media_type})

    def _ask(self, expected, method, path, body=None, headers=None):
        answer = self._connection.ask(method, path, body, headers)
        if answer.status != expected:
            raise Problem(f"the source answered {answer.status} to {method} {path}: {answer.text.strip()}")
        return answer


class _Manifest:
    """Manifest bytes with what is needed to point at them."""

    def __init__(self, media_type, content, platform):
        self.media_type = media_type
        self.content = content
        self.digest = _digest(hashlib.sha256(content))
        self.platform = platform


class _Layer:
    """A gzipped tar with one file of random bytes, made while it is read and never held in memory."""

    def __init__(self, seed, size):
        self._random = random.Random(seed)
        self._size = size
        self._uncompressed = hashlib.sha256()

    def chunks(self):
        # Level 0 stores: random bytes do not shrink, and tools that look for the gzip header find a true one.
        gzip = zlib.compressobj(0, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        for chunk in self._tar():
            self._uncompressed.update(chunk)
            yield gzip.compress(chunk)
        yield gzip.flush()

    def _tar(self):
        entry = tarfile.TarInfo("data")
        entry.size = self._size
        yield entry.tobuf(tarfile.USTAR_FORMAT)
        for start in range(0, self._size, MIB):
            yield self._random.randbytes(min(MIB, self._size - start))
        yield bytes(-self._size % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE)

    def diff_id(self):
        """The digest of the uncompressed tar; valid after `chunks` has been read."""
        return _digest(self._uncompressed)


class _Measured:
    """Passes chunks on, skipping empty ones (an empty chunk ends a chunked body), and measures them."""

    def __init__(self, chunks):
        self._chunks = chunks
        self._hash = hashlib.sha256()
        self.size = 0

    def __iter__(self):
        for chunk in filter(None, self._chunks):
            self._hash.update(chunk)
            self.size += len(chunk)
            yield chunk

    def digest(self):
        return _digest(self._hash)


def _path(answer):
    """The path of a Location, which this registry sends as an absolute URL."""
    return "/" + answer.getheader("Location").split("/", 3)[3]


def _platform(platform):
    architecture, variant = platform
    return {"architecture": architecture, "os": "linux", **({"variant": variant} if variant else {})}


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def _digest(hashed):
    return "sha256:" + hashed.hexdigest()
