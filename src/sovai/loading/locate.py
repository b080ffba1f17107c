"""Where the data are: in a checkout, beside an editable install, inside an installed wheel, or where the user says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sovai.errors import UsageError
from sovai.model import countries

if TYPE_CHECKING:
    from sovai.model.tree import Model

EDITION_FILE, EDITION_DATA = "edition.json", "data"
"""What an edition's folder holds (`sovai.authoring.edition`): its head, and its data unless they were left out."""


def data_root(data: str | Path | None = None) -> Path:
    """Return the root of the data tree: the folder with ``weights.toml`` and ``profiles/``.

    Parameters
    ----------
    data : path, optional
        Another tree of the same shape, or an edition that holds one. Without it: the tree shipped with the package. An
        installed wheel has it inside the package; a checkout and an editable install have it at the root of the
        repository.

    Raises
    ------
    UsageError
        If there is no such tree.
    """
    if data is not None:
        root = Path(data)
        if not root.is_dir():
            raise UsageError(f"{root} is not a folder; name the one that holds weights.toml and profiles/")
        return _data_of_edition(root) if (root / EDITION_FILE).is_file() else root
    package = Path(__file__).resolve().parents[1]
    for root in (package / "data", package.parents[1]):
        if (root / "weights.toml").is_file() and (root / "profiles").is_dir():
            return root
    raise UsageError(
        "the shipped data were not found beside the package; reinstall sovai-risk, or name a tree with --data DIR"
    )


def _data_of_edition(folder: Path) -> Path:
    data = folder / EDITION_DATA
    if not data.is_dir():
        raise UsageError(
            f"the edition {folder} was kept without its data; name the revision of the repository that holds them"
        )
    return data


def root_of(model: Model) -> Path:
    """Return the data tree that a model was read from; for one made in memory the shipped tree."""
    return model.root or data_root()


def weights_path(root: Path) -> Path:
    """Return the file of the scoring model in a tree.

    Raises
    ------
    UsageError
        If the folder holds none, and so is no such tree.
    """
    path = root / "weights.toml"
    if not path.is_file():
        raise UsageError(f"there is no weights.toml in {root}; name the folder that holds weights.toml and profiles/")
    return path


def profile_codes(root: Path) -> tuple[str, ...]:
    """Return the codes of the countries that the tree has a profile of, sorted."""
    return tuple(sorted(path.stem for path in (root / "profiles").glob("*.toml")))


def is_path(text: str) -> bool:
    """Whether the text was meant as the path of a profile rather than as a code or name."""
    return text.endswith(".toml") or "/" in text or "\\" in text


def profile_path(wanted: str | Path, root: Path) -> Path:
    """Return the file of a profile named by path, code or country name.

    Raises
    ------
    UsageError
        If there is no such country, or no profile of it in the tree.
    """
    text = str(wanted)
    if isinstance(wanted, Path) or is_path(text):
        return Path(text)
    available = profile_codes(root)
    code = text if text in available else countries.resolve(text)
    if code in available:
        return root / "profiles" / f"{code}.toml"
    name = countries.name_of(code)
    country = code if name == code else f"{name} ({code})"
    raise UsageError(
        f"there is no profile of {country}; 'sovai profiles' lists the {len(available)} there are, and "
        f"'sovai new {code}' writes one to fill in"
    )
