"""A folder gives its files in order, and nothing from outside it."""

from __future__ import annotations

from pathlib import Path

from communique.read.files import files


def test_files_come_in_the_order_of_their_names_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".git/x.txt", "a/.DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [p.relative_to(tmp_path).as_posix() for p in files(tmp_path)] == ["a/1.txt", "a/2.txt", "b.txt"]


def test_a_link_out_of_the_folder_is_left_out_and_one_inside_is_read(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text("x")
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "cp.txt").write_text("x")
    (folder / "dehors.txt").symlink_to(outside)
    (folder / "dedans.txt").symlink_to(folder / "cp.txt")
    (folder / "boucle").symlink_to(folder)
    assert [p.name for p in files(folder)] == ["cp.txt", "dedans.txt"]
