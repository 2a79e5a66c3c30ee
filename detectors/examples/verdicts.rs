//! What our validators say, for comparison with others: `name<TAB>value` lines in, verdicts out, a line each.

use std::io::{self, BufRead, Write};

use limpid_detectors::{Validator, Verdict};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, value) = line.split_once('\t').unwrap_or((&line, ""));
        let verdict = Validator::named(name).map(|validator| validator.check(value));
        out.write_all(match verdict {
            Some(Verdict::Valid) => b"valid\n",
            Some(Verdict::Invalid) => b"invalid\n",
            Some(Verdict::Unknown) => b"unknown\n",
            None => b"no such validator\n",
        })?;
    }
    Ok(())
}
