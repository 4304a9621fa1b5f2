# What a developer runs. `just check` is exactly what CI runs.

# List the recipes
default:
    @just --list

# Format, lint, document and test everything
check:
    .ci/check

# Format every file
fmt:
    cargo fmt --all

# The tests of one crate, for example `just test store`
test crate:
    cargo test -p watchbell-{{crate}}

# Rewrite the finding blocks of the rules' pages after a change; read the diff
pages:
    UPDATE_PAGES=1 cargo test -p watchbell-detect --test pages

# Measure the way of a report and the judge on this machine
bench:
    cargo run --release -- bench pipeline
    cargo bench -p watchbell-detect -p watchbell-tlog

# Fuzz one target for a while, for example `just fuzz tlog_proof` (needs cargo-fuzz and a nightly compiler)
fuzz target seconds="60":
    cargo +nightly fuzz run {{target}} -- -max_total_time={{seconds}}
