# The habits of the house. `just` lists them.

default:
    @just --list

# make .venv with everything the tests need
setup:
    bin/setup dev

# run the tests (all, or those named)
test *names:
    bin/test {{names}}

# lint, format and types
check:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/mypy

# the main job on the example workbook
demo:
    bin/demo

# every benchmark, one after the other
bench:
    for script in benchmarks/*.py; do case "$script" in *generated.py) ;; *) echo "== $script"; .venv/bin/python "$script";; esac; done

# write the example and blank workbooks anew from their sources
workbooks:
    .venv/bin/xlplan new workbooks/example.xlsx --example --force --lang en
    .venv/bin/xlplan new workbooks/example.zh.xlsx --example --force --lang zh
    .venv/bin/xlplan new workbooks/blank.xlsx --force --lang en
    .venv/bin/xlplan new workbooks/blank.zh.xlsx --force --lang zh

# write the table of quantities in the README and the map of the rooms anew
readme:
    .venv/bin/python -m xlplan.engine.quantities README.md
    .venv/bin/python -m xlplan.functions.table README.md docs/functions.md
    .venv/bin/python docs/make_map.py
    .venv/bin/python docs/make_json.py

# write the picture of an account plan anew
picture:
    .venv/bin/python docs/make_picture.py
