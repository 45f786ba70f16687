"""A registry on this machine, without TLS or login, by the OCI distribution specification."""

import hashlib
import urllib.error
import urllib.parse
import urllib.request

# No proxy stands between this machine and itself.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def digest_of(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _ask(method, url, body=None, **headers):
    return _opener.open(urllib.request.Request(url, data=body, method=method, headers=headers))


class Repository:
    """The images of one name."""

    def __init__(self, registry, name):
        self._url = f"http://{registry}/v2/{name}"

    def blob(self, digest):
        return self._get(f"blobs/{digest}")

    def manifest(self, reference):
        return self._get(f"manifests/{reference}")

    def put_blob(self, content):
        """Uploads what is not there yet, and returns its digest and size as a manifest names them."""
        digest = digest_of(content)
        try:
            _ask("HEAD", f"{self._url}/blobs/{digest}").close()
        except urllib.error.HTTPError:
            with _ask("POST", f"{self._url}/blobs/uploads/", b"") as answer:
                place = urllib.parse.urljoin(self._url, answer.headers["Location"])
            join = "&" if "?" in place else "?"
            kind = {"Content-Type": "application/octet-stream"}
            _ask("PUT", f"{place}{join}digest={digest}", content, **kind).close()
        return {"digest": digest, "size": len(content)}

    def put_manifest(self, tag, content, media_type):
        _ask("PUT", f"{self._url}/manifests/{tag}", content, **{"Content-Type": media_type}).close()

    def _get(self, path):
        with _ask("GET", f"{self._url}/{path}", Accept="*/*") as answer:
            return answer.read()
