//! Printing: results to stdout, everything else to stderr, colour only on terminals.

use std::io::{IsTerminal, Write, stderr, stdout};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use limpid_pipelines::{error::Error as PipelineError, policy::PolicyError};

use crate::error::CliError;

/// Prints a line of a result. A reader that went away is an I/O error, not a success.
pub(crate) fn line(text: impl AsRef<str>) -> Result<(), CliError> {
    writeln!(stdout().lock(), "{}", text.as_ref()).map_err(|error| broken_pipe(&error))
}

/// Prints a value as JSON.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value).map_err(|_| CliError::Internal("a result is no JSON"))?;
    line(text)
}

pub(crate) fn broken_pipe(error: &std::io::Error) -> CliError {
    PipelineError::io("write", "standard output", error).into()
}

/// Prints a note for people.
pub(crate) fn note(text: impl AsRef<str>) {
    let _ = writeln!(stderr(), "{}", text.as_ref());
}

/// Prints what went wrong and what to do.
pub(super) fn print_error(error: &CliError) {
    let colour = stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    if let CliError::Policy(error) = error {
        note(render_policy_error(error, colour));
    } else {
        let label = if colour { "\x1b[1;31merror\x1b[0m" } else { "error" };
        note(format!("{label}: {error}"));
    }
    if let Some(hint) = error.hint() {
        note(format!("hint: {hint}"));
    }
}

/// Renders every mistake of a policy with the line it stands on.
pub(crate) fn render_policy_error(error: &PolicyError, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut rendered = Vec::new();
    for diagnostic in &error.diagnostics {
        let end = diagnostic.span.end.min(error.text.len()).max(diagnostic.span.start);
        let snippet = Snippet::source(&error.text)
            .line_start(1)
            .path(&error.name)
            .annotation(AnnotationKind::Primary.span(diagnostic.span.start..end));
        let mut group = Level::ERROR.primary_title(&diagnostic.message).id(diagnostic.code).element(snippet);
        if let Some(hint) = &diagnostic.hint {
            group = group.element(Level::HELP.message(hint));
        }
        rendered.push(renderer.render(&[group]).clone());
    }
    rendered.push(error.to_string());
    rendered.join("\n\n")
}
