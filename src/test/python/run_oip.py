"""Runs the cases of the Open Inference Protocol V2 against a server: run_oip.py --url URL --cases oip.jsonl"""

import concurrent.futures
import re
import struct

from conformance import Mismatch, main, require, require_known, require_same

HEADER = "inference-header-content-length"
FORMATS = {"BOOL": "?", "INT8": "b", "INT16": "h", "INT32": "i", "INT64": "q", "UINT8": "B", "UINT16": "H", "UINT32": "I",
           "UINT64": "Q", "FP16": "e", "FP32": "f", "FP64": "d"}  # fmt: skip
JSON_TYPES = {"string": str, "nonempty string": str, "array": list, "object": dict, "int": int}


def at(value, path):
    """at({"a": [{"b": 1}]}, "a.0.b") is 1; None where there is nothing."""
    for key in path.split(".") if path else []:
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (LookupError, TypeError, ValueError):
            return None
    return value


def flat(value):
    return [leaf for part in value for leaf in flat(part)] if isinstance(value, list) else [value]


class Answer:
    """A reply's JSON, the bytes after it, and the values of its outputs in either."""

    def __init__(self, reply):
        length = int(reply.headers[HEADER]) if HEADER in reply.headers else None
        is_text = reply.headers.get("content-type", "").startswith("text/plain")
        self.text = reply.body.decode() if is_text else ""
        self.json = reply.json(length) if reply.body.strip() and not is_text else None
        self.tail = reply.body[length:] if length is not None else b""

    def values(self):
        values, start = {}, 0
        for output in self.json["outputs"]:
            size = at(output, "parameters.binary_data_size")
            if size is None:
                values[output["name"]] = flat(output["data"])
            else:
                values[output["name"]] = decoded(output["datatype"], self.tail[start : start + size])
                start += size
        return values


def decoded(datatype, data):
    if datatype != "BYTES":
        return [value for (value,) in struct.iter_unpack("<" + FORMATS[datatype], data)]
    values = []
    while data:
        end = 4 + int.from_bytes(data[:4], "little")
        values.append(data[4:end].decode("utf-8", "surrogateescape"))
        data = data[end:]
    return values


def require_type(kind, value, where):
    """kind: a JSON type, "array of TYPE", "array of {field,field}" or "ONE|OF|THESE"."""
    if kind.startswith("array of "):
        require(isinstance(value, list), f"{where}: {kind}")
        for row in value:
            if kind.endswith("}"):
                require(isinstance(row, dict) and set(kind[10:-1].split(",")) <= set(row), f"{where}: {kind}")
            else:
                require_type(kind[9:], row, where)
    elif "|" in kind:
        require(value in kind.split("|"), f"{where}: {kind}")
    else:
        right = isinstance(value, JSON_TYPES[kind]) and not isinstance(value, bool)
        require(right and (value or not kind.startswith("nonempty")), f"{where}: {kind}")


def require_values(want, got, where):
    require(len(want) == len(got), f"{where}: {len(want)} values, not {len(got)}")
    for one, other in zip(want, got):
        if one in ("NaN", "Infinity", "-Infinity") and other is not None:
            one, other = float(one), float(other)  # as a bare token, a string or a binary value
        require_same(one, other, where=where)


def matches(want, got):
    try:
        require_same(want, got, subset=True)
        return True
    except Mismatch:
        return False


def same_outputs(want, answer):
    values = answer.values() if want else {}
    for name in want:
        require_values(want[name], values.get(name, []), name)


def each(test):
    """A check of an expectation that is an object: test(answer, key, value) for each of its fields."""

    def check(want, answer):
        for key, value in want.items():
            test(answer, key, value)

    return check


def rows_have(answer, field, kind):
    for row in answer.json:
        require_type(kind, row.get(field), field)


def rows_may_have(answer, field, kind):
    for row in answer.json:
        if field in row:
            require_type(kind, row[field], field)


def subset(want, answer):
    """Outputs are compared as values, however nested."""
    outputs = [output for output in want.get("outputs", []) if "data" in output]
    same_outputs({output["name"]: flat(output["data"]) for output in outputs}, answer)
    plain = [{key: value for key, value in output.items() if key != "data"} for output in want.get("outputs", [])]
    require_same({**want, "outputs": plain} if plain else want, answer.json, subset=True)


def require_metrics(want, answer):
    """A sample of Prometheus' text format for each; its labels are regular expressions."""
    for sample in want:
        lines = re.findall(rf"^{sample['name']}{{(.*)}} [0-9.e+]+$", answer.text, re.MULTILINE)
        labels = [dict(re.findall(r'(\w+)="([^"]*)"', line)) for line in lines]
        found = any(all(re.fullmatch(value, have.get(key, "")) for key, value in sample["labels"].items()) for have in labels)
        require(found, f"the metric {sample['name']} of {sample['labels']}")


CONTENT = {
    "json_subset": subset,
    "json_absent": lambda want, answer: require(not set(want) & set(answer.json), f"none of the fields {want}"),
    "json_any_of": lambda want, answer: require(
        any(answer.json is None if one == "empty body" else matches(one, answer.json) for one in want), f"one of {want}"),
    "extensions_superset": lambda want, answer: require(set(want) <= set(answer.json["extensions"]), f"extensions {want}"),
    "versions_set": lambda want, answer: require(set(want) == set(answer.json["versions"]), f"versions {want}"),
    "outputs_equal": same_outputs,
    "output_names_exact": lambda want, answer: require(sorted(want) == sorted(answer.values()), f"the outputs {want}"),
    "every_output_has": each(lambda answer, path, value: require(
        all(at(output, path) == value for output in answer.json["outputs"]), f"{path} = {value} in every output")),
    "binary_tail_len": lambda want, answer: require(len(answer.tail) == want, f"{want} bytes after the JSON"),
    "binary_tail_hex": lambda want, answer: require(answer.tail.hex() == want, f"the bytes {want} after the JSON"),
    "each_has": each(rows_have),
    "each_optional": each(rows_may_have),
    "each_equals": each(lambda answer, field, value: require(
        all(row.get(field) == value for row in answer.json), f"{field} = {value} in every row")),
    "contains": each(lambda answer, path, value: require(
        any(matches(value, row) for row in at(answer.json, path) or []), f"{value} in {path or 'the reply'}")),
    "metrics": require_metrics,
}  # fmt: skip
KNOWN = ("status", "status_in", "accept_status", "content_type", "content_type_prefix", "header_present", "header_absent", "json_has", "then", "delta", *CONTENT)


def check_reply(expect, reply):
    require_known(expect, KNOWN)
    try:
        statuses = expect.get("status_in") or [expect["status"], *expect.get("accept_status", [])]
        require(reply.status in statuses, f"status {statuses}")
        if "content_type" in expect:
            require(reply.headers.get("content-type", "").split(";")[0] == expect["content_type"], f"content type {expect['content_type']}")
        if "content_type_prefix" in expect:
            require(reply.headers.get("content-type", "").startswith(expect["content_type_prefix"]), f"content type {expect['content_type_prefix']}")
        for name in expect.get("header_present", []):
            require(name.lower() in reply.headers, f"the header {name}")
        for name in expect.get("header_absent", []):
            require(name.lower() not in reply.headers, f"no header {name}")
        answer = Answer(reply)
        if reply.status >= 400 or "error" not in expect.get("json_has", {}):
            for path, kind in expect.get("json_has", {}).items():
                require_type(kind, at(answer.json, path), path or "the reply")
        if reply.status == 200:
            for name, test in CONTENT.items():
                if name in expect:
                    test(expect[name], answer)
    except Mismatch as mismatch:
        raise Mismatch(f"{mismatch}; got {reply}") from None


def check(server, case):
    try:
        server.require_ok(case.get("before", []))
        calls = [case, *case.get("parallel", [])]
        counted = server.send(case["request"]) if "delta" in case["expect"] else None
        server.require_ok(case.get("during", []))
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            replies = list(pool.map(lambda call: server.send(call["request"]), calls))
        for call, reply in zip(calls, replies):
            if reply is not None:
                check_reply(call["expect"], reply)
        for path, more in case["expect"].get("delta", {}).items():
            grown = at(replies[0].json(), path) - (at(counted.json(), path) or 0)
            require(grown == more, f"{path} to grow by {more}, not by {grown}")
        check_after(server, case["expect"].get("then", {}))
    finally:
        server.require_ok(case.get("after", []))


def check_after(server, steps):
    """What is to hold after the request: "GET /path" and its status, or "!=200"."""
    for step, want in steps.items():
        status = server.get(step.removeprefix("GET ")).status
        require(status != 200 if want == "!=200" else status == want, f"{want} for {step}, not {status}")


if __name__ == "__main__":
    main(check)
