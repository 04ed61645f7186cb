"""Bundled model → a folder for sentence-transformers: `python -m training.export BUNDLE OUT`."""

import argparse
from pathlib import Path

from training.bundle import read_bundle, write_static_embedding


def main() -> None:
    """Write the folder and say how to load it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path, help="the folder with weights.safetensors")
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    write_static_embedding(arguments.out, *read_bundle(arguments.bundle))
    print(f"SentenceTransformer({str(arguments.out)!r}) loads it")


if __name__ == "__main__":
    main()
