//! A progress bar on the terminal: rows, bytes per second, findings, time left.

use std::{io::IsTerminal, time::Duration};

use indicatif::{HumanCount, ProgressBar, ProgressStyle};

/// Shows how far a run is. Silent when standard error is no terminal, or when told to be quiet.
pub struct Progress {
    bar: ProgressBar,
    rows: u64,
    findings: u64,
}

impl Progress {
    /// Begins with the number of bytes there are to read.
    pub fn new(bytes: u64, quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(bytes)
        };
        let template = "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {msg} eta {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, rows: 0, findings: 0 }
    }

    /// Counts rows and findings, and moves to `bytes` since the start.
    pub fn advance(&mut self, bytes: u64, rows: u64, findings: u64) {
        self.rows += rows;
        self.findings += findings;
        self.bar.set_position(bytes);
        self.bar.set_message(format!(
            "{} rows, {} findings",
            HumanCount(self.rows),
            HumanCount(self.findings)
        ));
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
