"""Fails unless metrics.json shows a gain in accuracy: gained.py METRICS GAIN [--at-least ACCURACY]."""
import argparse
import json
import sys

parser = argparse.ArgumentParser()
parser.add_argument("metrics")
parser.add_argument("gain", type=float)
parser.add_argument("--at-least", type=float, default=0.0)
options = parser.parse_args()
with open(options.metrics, encoding="utf-8") as file:
    metrics = json.load(file)
base, tuned = metrics["base"]["accuracy"], metrics["tuned"]["accuracy"]
print(f"accuracy {base:.3f} -> {tuned:.3f} (asked: +{options.gain}, at least {options.at_least})")
sys.exit(0 if tuned - base >= options.gain and tuned >= options.at_least else 1)
