"""show.py TAR: what an image archive holds, and with a second argument unpacks it there."""

import gzip
import io
import json
import os
import sys
import tarfile

with tarfile.open(sys.argv[1]) as image:
    manifest = json.load(image.extractfile("manifest.json"))[0]
    config = json.load(image.extractfile(manifest["Config"]))
    total = 0
    for layer, history in zip(manifest["Layers"], [h for h in config["history"] if not h.get("empty_layer")]):
        packed = image.extractfile(layer).read()
        content = gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed
        total += len(packed)
        with tarfile.open(fileobj=io.BytesIO(content)) as files:
            members = len(files.getmembers())
            if len(sys.argv) > 2:
                os.makedirs(sys.argv[2], exist_ok=True)
                files.extractall(sys.argv[2])
        comment = history.get("comment") or history.get("created_by", "")
        print(
            f"  layer {layer.split('.')[0][:12]}  {len(packed) / 2**20:6.1f} MiB packed,"
            f" {len(content) / 2**20:6.1f} MiB plain, {members} entries  ({comment})"
        )
    container = config["config"]
    print(f"  all layers {total / 2**20:.1f} MiB; user {container.get('User')}; ports {list(container.get('ExposedPorts', {}))}")
    for label, value in sorted(container.get("Labels", {}).items()):
        print(f"  {label}={value}")
