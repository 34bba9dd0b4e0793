"""Runs the cases of TensorFlow Serving's REST API against a server: run_tfserving.py --url URL --cases tfserving.jsonl"""

import base64
import json
import struct

from conformance import Mismatch, main, require, require_error, require_known, require_same

KNOWN = ("status", "accept_status", "error", "body", "json_subset", "content_type", "results_len", "examples", "delta")


def check(server, case):
    expect = case["expect"]
    require_known(expect, KNOWN)
    reply = server.send(case["request"])
    try:
        require(reply.status in [expect["status"], *expect.get("accept_status", [])], f"status {expect['status']}")
        if reply.status >= 400:
            require_error(reply)
        elif reply.status == expect["status"]:
            check_content(server, case, reply)
    except Mismatch as mismatch:
        raise Mismatch(f"{mismatch}; got {reply}") from None


def check_content(server, case, reply):
    expect, got = case["expect"], reply.json()
    if "content_type" in expect:
        require(reply.headers.get("content-type", "").split(";")[0] == expect["content_type"], f"content type {expect['content_type']}")
    if "body" in expect:
        require_same(json.loads(expect["body"]), got)
    if "json_subset" in expect:
        require_same(expect["json_subset"], got, subset=True)
    if "delta" in expect:  # a model that counts: what one more call adds
        again = server.send(case["request"]).json()
        require_same(expect["delta"], again["outputs"] - got["outputs"])
    if "results_len" in expect:
        require(len(got["results"]) == expect["results_len"], f"{expect['results_len']} results")
    for want, result in zip(expect.get("examples", []), got.get("results", [])):
        # The model gives each serialized tf.train.Example as the label of a class, in URL-safe base64.
        label = result[0][0]
        require_same(want, example(base64.urlsafe_b64decode(label + "=" * (-len(label) % 4))), where="example")


def varint(data, at):
    value = shift = 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | data[at] << shift, at + 1


def fields(data):
    """Number and content of each field of a protobuf message: whole numbers as such, all else as bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            size, at = varint(data, at) if kind == 2 else ({1: 8, 5: 4}[kind], at)
            value, at = data[at : at + size], at + size
        yield key >> 3, value


def example(data):
    """A tf.train.Example by the names of its features, each by its kind."""
    result = {}
    for _, features in fields(data):
        for _, entry in fields(features):
            parts = dict(fields(entry))
            result[parts[1].decode()] = dict(feature(number, content) for number, content in fields(parts.get(2, b"")))
    return result


def feature(number, content):
    values = [value for _, value in fields(content)]
    if number == 1:
        return "bytes_list", [value.decode() for value in values]
    if number == 2:
        return "float_list", [number for value in values for (number,) in struct.iter_unpack("<f", value)]
    return "int64_list", [signed(one) for value in values for one in ([value] if isinstance(value, int) else packed(value))]


def packed(data):
    at = 0
    while at < len(data):
        value, at = varint(data, at)
        yield value


def signed(value):
    return value - (1 << 64) if value >> 63 else value


if __name__ == "__main__":
    main(check)
