#!/usr/bin/env python3
"""How often what the program infers under TLS is so: predicted against true, by probability.

  calibrate.py PROGRAM [--sessions N] [--seed N] [--write FILE] [--show]

Makes N encrypted sessions (see sessions.py), lets the program read their capture without keys, and compares the cause that
it finds most probable with what happened. --write puts the table into FILE between the markers of its last run.
Where a server closes without a reply the program concludes so, and does not say it: such sessions stay dark.
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from capture import Capture  # noqa: E402
from sessions import Maker  # noqa: E402

BINS = [(0.99, 1.01), (0.95, 0.99), (0.9, 0.95), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.4, 0.6), (0.0, 0.4)]


def make(count, seed, folder, breaks=0):
    """The capture of all sessions, and the truth by client port."""
    maker, truths, rng = Maker(seed, folder, breaks), {}, random.Random(seed)
    path = os.path.join(folder, "sessions.pcap")
    capture, at = Capture(path), 1763896000.0
    while len(truths) < count:
        made = maker.session()
        port = 20000 + len(truths)
        server = "198.51.100.%d" % rng.randint(1, 250)
        client = "192.168.10.%d" % rng.randint(2, 250)
        at = capture.connection((client, port), (server, made["port"]), at, made["events"], rtt=rng.choice([0.002, 0.012, 0.03, 0.09])) + 1.5
        truths[port] = made
    capture.close()
    return path, truths


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("program")
    ap.add_argument("--sessions", type=int, default=700)
    ap.add_argument("--seed", type=int, default=60607)
    ap.add_argument("--write")
    ap.add_argument("--breaks", type=int, default=25, help="weight of sessions that break under TLS, beside 106 of all others")
    ap.add_argument("--show", action="store_true", help="tell every session that was told wrongly with 0.6 or more")
    ap.add_argument("--keep", help="keep the capture and its truth in this folder")
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if a.keep:
            os.makedirs(a.keep, exist_ok=True)
            folder = a.keep
        stored = os.path.join(folder, "truth.json")
        if a.keep and os.path.exists(stored):
            path = os.path.join(folder, "sessions.pcap")
            truths = {int(k): v for k, v in json.load(open(stored)).items()}
        else:
            path, truths = make(a.sessions, a.seed, folder, a.breaks)
            if a.keep:
                json.dump({k: {x: y for x, y in v.items() if x != "events"} for k, v in truths.items()}, open(stored, "w"))
        out = subprocess.run([os.path.abspath(a.program), path, "--format", "json", "--limit", "all"], capture_output=True)
        report = json.loads(out.stdout)
    bins, kinds, misses, blamed = collections.defaultdict(list), collections.defaultdict(list), [], []
    said, told, broken = [], [], []
    for session in report["sessions"]:
        truth = truths[session["client"]["port"]]
        verdict, inference = session["verdict"], session.get("inference")
        if truth.get("break"):
            broken.append((truth, verdict, session["client"]["port"]))
            continue
        if not inference:
            bins["none"].append(0)
            kinds[truth["kind"]].append(None)
            misses.append((0, session["client"]["port"], truth, verdict["cause"], {}))
            continue
        right = inference["cause"] == truth["cause"] and inference["outcome"] == truth["outcome"]
        p = inference["probability"]
        if verdict["cause"].startswith("refused-at-") and inference["used"]:
            right = truth["outcome"] == "refused" and verdict["responsible"] == "unknown"
        bins[next(b for b in BINS if b[0] <= p < b[1])].append((p, right))
        kinds[truth["kind"]].append((p if inference["used"] else 0, right))
        if inference["used"]:
            told.append((verdict["confidence"], right))
        if inference["used"] and not right or p < 0.6 and a.show:
            misses.append((p, session["client"]["port"], truth, "%s/%s" % (inference["outcome"], inference["cause"]), inference.get("alternatives")))
        if verdict["confidence"] in ("likely", "proven") and verdict["responsible"] not in ("unknown", "none", truth["responsible"]):
            blamed.append(session["client"]["port"])
        if verdict["confidence"] == "proven" and inference["used"]:
            said.append(session["client"]["port"])
    total = len(report["sessions"]) - len(broken)
    lines = ["%d sessions, seed %d; predicted against true:" % (total, a.seed), "", "| Probability said | Sessions | Mean said | True |", "|---|---|---|---|"]
    for low, high in BINS:
        rows = bins[(low, high)]
        if rows:
            lines.append("| %.2f to %.2f | %d | %.3f | %.3f |" % (low, min(high, 1), len(rows), sum(p for p, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows)))
    likely = [right for confidence, right in told if confidence == "likely"]
    possible = [right for confidence, right in told if confidence == "possible"]
    lines += ["", "| Said as | Sessions | True |", "|---|---|---|",
              "| `likely` (0.9 and more) | %d | %.1f %% |" % (len(likely), 100 * sum(likely) / max(1, len(likely))),
              "| `possible` (0.6 to 0.9) | %d | %.1f %% |" % (len(possible), 100 * sum(possible) / max(1, len(possible))),
              "| nothing (`encrypted-after-tls`) | %d | |" % (total - len(likely) - len(possible)),
              "| a wrong party, as `likely` | %d | |" % len(blamed), "", "| Server | Sessions | Said | Of these true |", "|---|---|---|---|"]
    for kind, rows in sorted(kinds.items()):
        used = [r for r in rows if r and r[0] > 0]
        lines.append("| %s | %d | %d | %.1f %% |" % (kind, len(rows), len(used), 100 * sum(r for _, r in used) / max(1, len(used))))
    if broken:
        lines += ["", "| Break under TLS | Sessions | Told | Right cause and party | With a stage | Right stage | A wrong party, as `likely` |", "|---|---|---|---|---|---|---|"]
        for how in sorted({t["break"] for t, _, _ in broken}):
            rows = [(t, v) for t, v, _ in broken if t["break"] == how]
            seen = [(t, v) for t, v in rows if v["cause"] != "encrypted-after-tls"]
            good = [1 for t, v in seen if v["cause"] == t["cause"] and v["responsible"] == t["responsible"]]
            placed = [(t, v) for t, v in seen if v.get("stopped_at")]
            wrong = [1 for t, v in rows if v["confidence"] != "possible" and v["responsible"] not in ("unknown", t["responsible"])]
            lines.append("| %s | %d | %d | %d | %d | %d | %d |" % (how, len(rows), len(seen), len(good), len(placed),
                         sum(t["stage"] == v["stopped_at"] for t, v in placed), len(wrong)))
    text = "\n".join(lines)
    print(text)
    if a.show:
        for p, port, truth, had, more in sorted(misses, key=lambda m: -m[0]):
            print("%.3f port %d %s %s %s want %s/%s had %s %s" % (p, port, truth["kind"], truth["client"], truth["cipher"], truth["outcome"], truth["cause"], had, json.dumps(more)[:260]))
        for truth, verdict, port in broken:
            had = [verdict.get(k) for k in ("outcome", "stopped_at", "responsible", "cause", "confidence")]
            want = [truth[k] for k in ("outcome", "stage", "responsible", "cause")]
            if had[:4] != want:
                print("break %s port %d %s %s %s want %s had %s" % (truth["break"], port, truth["kind"], truth["client"], truth["cipher"], want, had))
        print("wrong party likely:", blamed, "proven:", said)
    if a.write:
        whole = open(a.write).read()
        begin, end = "<!-- calibration -->\n", "<!-- end of calibration -->"
        head, rest = whole.split(begin)
        open(a.write, "w").write(head + begin + text + "\n" + end + rest.split(end)[1])


if __name__ == "__main__":
    main()
