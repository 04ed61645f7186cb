"""What exactly was evaluated: commit, code, engine, encoder, index and questions."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import snc_assistant


@dataclass(frozen=True, slots=True)
class RunIdentity:
    """Two runs with equal identities answer the same questions with the same code and index."""

    system: str
    encoder: str
    snapshot: str
    questions: str
    selection: str
    code: str
    commit: str

    @property
    def folder_name(self) -> str:
        """A name without dates: commit, code, system, encoder, question set."""
        encoder = self.encoder.split("@")[0] or "none"
        parts = [
            self.commit[:8] or "no-commit",
            self.code[:6],
            self.system,
            encoder,
            self.questions[:8],
        ]
        return "-".join(_safe(p) for p in parts)


def code_digest() -> str:
    """A digest of this package's source files and data."""
    home = Path(snc_assistant.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(home.rglob("*.py")):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def commit_id(repository: Path) -> str:
    """The commit that a working tree is at, read from its `.git`; empty if there is none."""
    git = repository / ".git"
    if git.is_file():
        git = repository / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    if not head.startswith("ref: "):
        return head
    return _resolve(git, head.removeprefix("ref: "))


def _resolve(git: Path, ref: str) -> str:
    shared = git / "commondir"
    common = git / shared.read_text(encoding="utf-8").strip() if shared.is_file() else git
    for home in (git, common):
        if (home / ref).is_file():
            return (home / ref).read_text(encoding="utf-8").strip()
    packed = common / "packed-refs"
    lines = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else []
    return next((line.split(" ")[0] for line in lines if line.endswith(f" {ref}")), "")


def _safe(part: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "_", part).strip("_")[:40]
