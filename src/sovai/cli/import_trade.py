"""``sovai import-trade``."""

from __future__ import annotations

from pathlib import Path

import click

from sovai.errors import UsageError


@click.command("import-trade", short_help="Write trade statistics into profiles.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--year", metavar="YEAR", type=int, required=True, help="Year to take.")
@click.option("--evidence", metavar="ID", required=True, help="Entry of catalogue/evidence.toml that FILE comes from.")
@click.option(
    "--codes",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="BACI's table of countries. Default: the CSV beside FILE whose name begins with country_codes.",
)
@click.option(
    "--domestic",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Table of the shares made at home, by country and sector. Default: rows of home supply stay as they are.",
)
@click.option("--domestic-evidence", metavar="ID", help="Entry of catalogue/evidence.toml that this table comes from.")
@click.option("--countries", metavar="EU|DEU,FRA", default="", help="Only these. Default: all profiles.")
@click.option(
    "--component", "components", metavar="ID", multiple=True, help="Only this component; may be given several times."
)
@click.option(
    "--data", metavar="DIR", type=click.Path(path_type=Path), help="The tree to write to. Default: the current folder."
)
@click.option("--dry-run", is_flag=True, help="Show the changes and write nothing.")
def import_trade(
    file: Path,
    year: int,
    evidence: str,
    codes: Path | None,
    domestic: Path | None,
    domestic_evidence: str | None,
    countries: str,
    components: tuple[str, ...],
    data: Path | None,
    dry_run: bool,
) -> None:
    """Write the imports of FILE into the traded components of profiles.

    FILE is a year of CEPII's BACI or an annual CSV download of UN Comtrade. Only the rows of semiconductors, computers,
    networking, power equipment, batteries and photovoltaics are replaced; all profiles are written or none.
    """
    from sovai.authoring.trade.files import read_home_shares, read_trade
    from sovai.authoring.trade.profiles import HomeShares, profiles_to_write, rewrite
    from sovai.authoring.trade.writing import write
    from sovai.loading import load_model

    root = data or Path()
    if not (root / "profiles").is_dir():
        raise UsageError(f"there is no folder profiles/ in {root.resolve()}; name the tree to write to with --data DIR")
    if domestic_evidence and not domestic:
        raise UsageError("--domestic-evidence says where the table of --domestic comes from; give both")
    model = load_model(root)
    paths = profiles_to_write(root, model, countries)
    home = (
        HomeShares(read_home_shares(domestic), (domestic_evidence,) if domestic_evidence else ()) if domestic else None
    )
    trade = read_trade(file, year, codes=codes)
    changes = rewrite(paths, trade, model=model, evidence=evidence, home=home, components=components)
    if not dry_run:
        write(changes)
    for change in changes:
        if dry_run:
            click.echo(change.diff(), nl=False)
        elif change.after != change.before:
            click.echo(f"{change.path}: written")
        for remark in change.remarks:
            click.echo(f"{change.path}: {remark}", err=True)
    changed = sum(change.after != change.before for change in changes)
    for code, part in sorted(trade.unplaced.items(), key=lambda item: -item[1]):
        click.echo(f"left unattributed: {code}, {100 * part:.3g} % of the value read", err=True)
    click.echo(f"{_counted(changed, len(changes))} {'would change' if dry_run else 'changed'}", err=True)


def _counted(changed: int, looked_at: int) -> str:
    """Return how many of the profiles that were looked at, as the subject of a sentence."""
    if looked_at == 1:
        return f"{changed or 'no'} profile"
    return f"{changed} of {looked_at} profiles"
