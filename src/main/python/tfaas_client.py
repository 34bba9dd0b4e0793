#!/usr/bin/env python3
"""Command-line client of TFaaS, with the options of the original one. Needs Python 3.9 and nothing else.

The reply goes to standard output as the server sent it. Where the server refuses, or does not
answer, a line that says why goes to standard error, and the exit status is 1.
"""

import argparse
import http.client
import json
import mimetypes
import os
import secrets
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_S = 300
FILE_KEYS = ("model", "labels", "params")


class ClientError(Exception):
    """What went wrong, in a sentence for the user."""


def multipart(fields, files):
    """A form's body and its content type. fields: name -> text; files: name -> path."""
    boundary = secrets.token_hex(16)
    body = bytearray()
    for name, value in fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, path in files.items():
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        file_name = os.path.basename(path).replace('"', "%22")
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {kind}'
        body += f"--{boundary}\r\n{head}\r\n\r\n".encode() + read(path) + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return bytes(body), f"multipart/form-data; boundary={boundary}"


def read(path):
    with open(os.path.expanduser(path), "rb") as file:
        return file.read()


def read_object(path):
    """The JSON object in a file."""
    try:
        value = json.loads(read(path))
    except ValueError as error:
        raise ClientError(f"{path} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise ClientError(f"{path} holds no JSON object")
    return value


class Client:
    """The calls to one server, one method for each option. Each returns the reply's bytes."""

    def __init__(self, options):
        self.url = options.url.rstrip("/")
        if not self.url.startswith(("http://", "https://")):
            raise ClientError(f"--url is {options.url}; it begins with http:// or https://")
        self.verbose = options.verbose
        self.token = options.token
        handlers = [urllib.request.ProxyHandler({})]
        if self.url.startswith("https:"):
            handlers.append(urllib.request.HTTPSHandler(context=tls(options)))
        self.opener = urllib.request.build_opener(*handlers)

    def models(self):
        return self.send("GET", "/models")

    def delete(self, name):
        return self.send("DELETE", "/delete?" + urllib.parse.urlencode({"model": name}))

    def bundle(self, path):
        with open(os.path.expanduser(path), "rb") as archive:
            headers = {"Content-Type": "application/octet-stream", "Content-Length": str(os.fstat(archive.fileno()).st_size)}
            return self.send("POST", "/bundle", archive, headers)

    def upload(self, path):
        """path: JSON whose model, labels and params are paths of files; the rest are fields of the form."""
        said = read_object(path)
        files = {key: said[key] for key in FILE_KEYS if said.get(key)}
        fields = {key: value for key, value in said.items() if key not in FILE_KEYS}
        return self.form("/upload", fields, files)

    def predict(self, path, model):
        row = read_object(path)
        if model:
            row["model"] = model
        return self.send("POST", "/json", json.dumps(row).encode(), {"Content-Type": "application/json"})

    def image(self, path, model):
        return self.form("/image", {"model": model} if model else {}, {"image": path})

    def form(self, path, fields, files):
        body, kind = multipart(fields, files)
        return self.send("POST", path, body, {"Content-Type": kind})

    def send(self, method, path, body=None, headers=None):
        request = urllib.request.Request(self.url + path, data=body, method=method)
        request.add_header("Accept", "application/json")
        request.add_header("User-Agent", "tfaas-client/2.0 python/%d.%d" % sys.version_info[:2])
        if self.token:
            request.add_unredirected_header("Authorization", "Bearer " + self.token)
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        if self.verbose:
            print(f"{method} {request.full_url}", file=sys.stderr)
        try:
            with self.opener.open(request, timeout=TIMEOUT_S) as reply:
                return reply.read()
        except urllib.error.HTTPError as error:
            raise ClientError(f"{error.code}: {reason(error.read())}") from None
        except urllib.error.URLError as error:
            raise ClientError(f"No answer from {self.url}: {error.reason}") from None
        except http.client.HTTPException:
            raise ClientError(f"{self.url} does not answer as an HTTP server") from None


def reason(body):
    """The sentence of an error body, or the body where it has none."""
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return body.decode("utf-8", "replace").strip()


def tls(options):
    """Trust in the authorities of --capath, a folder or a file, else the system's; one's own certificate if there is one."""
    trusted = os.path.expanduser(options.capath)
    kind = "cafile" if os.path.isfile(trusted) else "capath"
    context = ssl.create_default_context(**({kind: trusted} if trusted else {}))
    if options.cert:
        context.load_cert_chain(os.path.expanduser(options.cert), os.path.expanduser(options.key) or None)
    return context


def proxy_certificate():
    """The file of a grid user's proxy certificate, which holds certificate and key, or nothing."""
    said = os.environ.get("X509_USER_PROXY", "")
    usual = f"/tmp/x509up_u{os.getuid()}" if hasattr(os, "getuid") else ""
    return said or (usual if os.path.isfile(usual) else "")


def authorities():
    """The folder of a grid's certificate authorities, or nothing."""
    for folder in (os.environ.get("X509_CERT_DIR", ""), "/etc/grid-security/certificates"):
        if folder and os.path.isdir(folder):
            return folder
    return ""


def parser():
    result = argparse.ArgumentParser(description="Talks to a TFaaS server.")
    result.add_argument("--url", default="http://127.0.0.1:8083", help="the server (default: %(default)s)")
    action = result.add_mutually_exclusive_group(required=True)
    action.add_argument("--upload", metavar="FILE", help="upload the model that a JSON file with name, model, labels and params tells")
    action.add_argument("--bundle", metavar="FILE", help="upload a model as an archive (tar, tar.gz, zip) of its folder")
    action.add_argument("--predict", metavar="FILE", help="predict the row in a JSON file with keys, values and model")
    action.add_argument("--image", metavar="FILE", help="predict an image")
    action.add_argument("--models", action="store_true", help="list the models")
    action.add_argument("--delete", metavar="MODEL", help="delete a model")
    result.add_argument("--model", default="", help="the model for --predict and --image (default: the file's, then the server's)")
    result.add_argument("--key", default=proxy_certificate(), metavar="FILE", help="private key (default: $X509_USER_PROXY)")
    result.add_argument("--cert", default=proxy_certificate(), metavar="FILE", help="certificate (default: $X509_USER_PROXY)")
    result.add_argument("--capath", default=authorities(), metavar="PATH", help="trusted authorities, a folder or a file (default: $X509_CERT_DIR, then the system's)")
    result.add_argument("--token", default=os.environ.get("BEARER_TOKEN", ""), metavar="TOKEN", help="token to show to the server (default: $BEARER_TOKEN)")
    result.add_argument("--verbose", action="store_true", help="say on standard error what is sent where")
    return result


def run(options):
    client = Client(options)
    if options.upload:
        return client.upload(options.upload)
    if options.bundle:
        return client.bundle(options.bundle)
    if options.predict:
        return client.predict(options.predict, options.model)
    if options.image:
        return client.image(options.image, options.model)
    if options.delete:
        return client.delete(options.delete)
    return client.models()


def main():
    options = parser().parse_args()
    try:
        reply = run(options)
    except (ClientError, OSError) as error:
        print(f"tfaas_client: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(reply.rstrip(b"\n") + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
