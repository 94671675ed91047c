"""What every peer does alike: it answers timing requests, one line of JSON each, and is idle in between."""

import argparse
import json
import sys
import time


def arguments():
    """The command line of a peer."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--threads", type=int, required=True)
    return parser.parse_args()


def timed(call, seconds):
    """The mean seconds of a call, over about that time."""
    calls, elapsed = 1, 0.0
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            call()
        elapsed = time.perf_counter() - start
        if elapsed >= seconds * 0.5:
            return elapsed / calls, calls
        calls = max(calls + 1, int(calls * seconds / max(elapsed, 1e-9)))


def serve(name, version, workloads):
    """Answers requests until standard input ends. A workload is a function that makes what is timed."""
    made = {}
    print(json.dumps({"name": name, "version": version, "workloads": sorted(workloads)}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        workload = request["workload"]
        try:
            if workload not in made:
                made.clear()  # One workload's memory at a time.
                made[workload] = workloads[workload]()
                made[workload]()
            seconds, calls = timed(made[workload], request["seconds"])
            answer = {"secondsPerCall": seconds, "calls": calls}
        except Exception as error:  # The other side reports it.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)
