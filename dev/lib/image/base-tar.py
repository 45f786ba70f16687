"""base-tar.py ROOT FILE: a root file system as an image archive that Jib takes as its base.

The same files make the same bytes: names sorted, times, owners and compression fixed.
"""

import hashlib
import io
import json
import os
import platform
import sys
import tarfile

root, target = sys.argv[1:]
EPOCH = 1


def plain(info):
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = EPOCH
    return info


layer = io.BytesIO()
with tarfile.open(fileobj=layer, mode="w", format=tarfile.GNU_FORMAT) as tar:
    for directory, names, files in os.walk(root):
        names.sort()
        links = [name for name in names if os.path.islink(os.path.join(directory, name))]
        for name in sorted(files + [n for n in names if n not in links] + links):
            path = os.path.join(directory, name)
            tar.add(path, arcname=os.path.relpath(path, root), recursive=False, filter=plain)
digest = hashlib.sha256(layer.getvalue()).hexdigest()
config = json.dumps(
    {
        "architecture": {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()],
        "os": "linux",
        "created": "1970-01-01T00:00:01Z",
        "config": {"Env": ["PATH=/opt/java/bin:/usr/bin:/bin", "LANG=C.UTF-8"]},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
        "history": [{"created": "1970-01-01T00:00:01Z", "created_by": "dev/image"}],
    },
    sort_keys=True,
).encode()
name = hashlib.sha256(config).hexdigest() + ".json"
manifest = json.dumps([{"Config": name, "RepoTags": None, "Layers": [digest + ".tar"]}]).encode()
with tarfile.open(target, mode="w", format=tarfile.GNU_FORMAT) as tar:
    for entry, content in ((digest + ".tar", layer.getvalue()), (name, config), ("manifest.json", manifest)):
        info = plain(tarfile.TarInfo(entry))
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
