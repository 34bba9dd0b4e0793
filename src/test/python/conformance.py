"""What both runners of conformance cases share: exact requests, replies, comparison by value, the loop. Standard library only."""

import argparse
import base64
import gzip
import http.client
import json
import math
import sys
import time
import urllib.parse
import zlib


class Mismatch(Exception):
    """What was expected of a reply and is not so."""


def require(holds, expected):
    if not holds:
        raise Mismatch(expected)


class Reply:
    """A reply with its coding undone; header names in lower case."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        coding = self.headers.get("content-encoding")
        self.body = gzip.decompress(body) if coding == "gzip" else zlib.decompress(body) if coding == "deflate" else body

    def json(self, length=None):
        """The first bytes, or all, as JSON, in which NaN and Infinity may stand."""
        return json.loads(self.body[:length].decode("utf-8", "surrogateescape"))

    def __str__(self):
        return f"{self.status} {self.body[:300]!r}"


class Server:
    def __init__(self, url, limit):
        self.address = urllib.parse.urlsplit(url)
        self.limit = limit

    def body(self, request):
        """The bytes of a request, and how many of them come before the binary tail."""
        if "json" in request:
            data = json.dumps(request["json"], ensure_ascii=False).encode()
        elif "body_parts" in request:
            data = b"".join(text.encode() * (self.limit if times == "LIMIT" else times) for text, times in request["body_parts"])
        else:
            data = bytes.fromhex(request.get("body_hex", "")) or request.get("body", "").encode()
        whole = data + bytes.fromhex(request.get("binary_tail_hex", ""))
        pack = {"gzip": gzip.compress, "deflate": zlib.compress}.get(request.get("compress"), lambda plain: plain)
        return pack(whole), len(data)

    def send(self, request):
        """Sends the request with the headers it names, Host and Content-Length. None: it was broken off, as it asks."""
        body, length = self.body(request)
        headers = {"Content-Length": len(body), **request.get("headers", {})}
        if headers.get("Transfer-Encoding") == "chunked":
            del headers["Content-Length"]
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        elif not body and request["method"] == "GET":
            del headers["Content-Length"]
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port, timeout=60)
        try:
            connection.putrequest(request["method"], self.address.path + request["path"], skip_accept_encoding=True)
            for name, value in headers.items():
                if value is not None:  # <...> stands for the length of the JSON
                    connection.putheader(name, length if str(value).startswith("<") else value)
            connection.endheaders()
            try:
                connection.send(body)
            except OSError:
                pass  # a refusal may have come before the body was through: it can be read all the same
            if "abort_after_s" in request:
                time.sleep(request["abort_after_s"])
                return None
            reply = connection.getresponse()
            return Reply(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()

    def get(self, path):
        return self.send({"method": "GET", "path": path})

    def require_ok(self, requests):
        for request in requests:
            reply = self.send(request)
            require(reply.status == 200, f"200 for {request['method']} {request['path']}, not {reply}")


def require_same(want, got, subset=False, where="$"):
    """Compares by value: floats to 1e-6, binary strings by their bytes. subset: objects may have more fields."""
    said = f"{where} = {json.dumps(want)[:100]}, not {json.dumps(got)[:100]}"
    if isinstance(want, dict) and set(want) != {"b64"}:
        require(isinstance(got, dict), said)
        require(set(want) <= set(got) if subset else set(want) == set(got), f"{said} (fields)")
        for name in want:
            require_same(want[name], got[name], subset, f"{where}.{name}")
    elif isinstance(want, list):
        require(isinstance(got, list) and len(got) == len(want), said)
        for i, (one, other) in enumerate(zip(want, got)):
            require_same(one, other, subset, f"{where}[{i}]")
    else:
        require(is_same(want, got), said)


def is_same(want, got):
    if isinstance(want, dict):
        return isinstance(got, dict) and base64.b64decode(got["b64"]) == base64.b64decode(want["b64"])
    if isinstance(want, float) and isinstance(got, (int, float)) and not isinstance(got, bool):
        return math.isnan(want) and math.isnan(got) or math.isclose(want, got, rel_tol=1e-6, abs_tol=1e-44)
    return want == got and isinstance(want, bool) == isinstance(got, bool)


def require_error(reply):
    """An error body: JSON with a sentence."""
    try:
        text = reply.json()["error"]
    except (ValueError, KeyError, TypeError):
        raise Mismatch("a JSON body with the field error") from None
    require(isinstance(text, str) and text, "a sentence in the field error")


def require_known(expect, names):
    require(not set(expect) - set(names), f"only expectations that this runner knows, not {set(expect) - set(names)}")


def main(check):
    """Runs check(server, case) on each case of a file; the exit status says whether all passed."""
    options = argparse.ArgumentParser()
    options.add_argument("--url", required=True, help="root of the server")
    options.add_argument("--cases", required=True, help="a file with a case a line")
    options.add_argument("--limit", type=int, default=64 << 20, help="the server's limit to a request, in bytes")
    options.add_argument("--skip", action="append", default=[], metavar="ID=REASON", help="a case not to be run")
    options = options.parse_args()
    server = Server(options.url, options.limit)
    skips = dict(skip.split("=", 1) for skip in options.skip)
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    with open(options.cases, encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            counts[outcome(server, case, skips, check)] += 1
    print(", ".join(f"{name} {count}" for name, count in counts.items()))
    sys.exit(0 if counts["passed"] and not counts["failed"] else 1)


def outcome(server, case, skips, check):
    reason = case.get("skip") or skips.get(case["id"])
    if reason:
        print(f"skipped {case['id']}: {reason}")
        return "skipped"
    try:
        check(server, case)
        return "passed"
    except Mismatch as mismatch:
        print(f"failed {case['id']}: expected {mismatch}")
    except Exception as failure:  # no reply, or one that could not be read
        print(f"failed {case['id']}: {type(failure).__name__}: {failure}")
    return "failed"
