//! The `limpid` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    limpid::cli::main()
}
