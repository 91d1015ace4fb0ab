"""`govledger compile`: contracts/ -> govledger/artifacts/ and the Python generated from them."""

from __future__ import annotations

from pathlib import Path

import click

from govledger.artifacts import builder, compiler


@click.command("compile")
@click.option("--check", is_flag=True, help="Write nothing; fail if a committed file differs from the contracts.")
@click.option("--install-compiler", is_flag=True, help="Only put solc where py-solc-x, ape and forge look for it.")
@click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The source tree that holds contracts/.",
)
def compile_command(check: bool, install_compiler: bool, project: Path) -> None:
    """Compile the contracts of a govledger source tree."""
    if install_compiler:
        program = compiler.install(project)
        click.echo(f"{program}: solc {compiler.version(program)}")
        return
    files = builder.build(project, warn=lambda warning: click.echo(warning, err=True))
    if check:
        builder.check(project, files)
        click.echo(f"{len(files)} files are what the contracts compile to")
        return
    for path in builder.write(project, files):
        click.echo(f"changed {path}")
    click.echo(f"{len(files)} files are up to date")
