//! What the tests share: a folder for each, the binary, data with planted values.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use assert_cmd::Command;
use tempfile::TempDir;

/// A key for tests.
pub const KEY: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233445566778899aabbccddeeff";

/// A folder that is removed with the test.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with its folders.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(&path, bytes).expect("a file");
        path
    }

    pub fn read(&self, name: &str) -> String {
        String::from_utf8(fs::read(self.path(name)).expect("the file is there")).expect("text")
    }
}

/// Runs limpid with the test key in `place`.
pub fn limpid(place: &Place, args: &[&str]) -> Output {
    limpid_with(place, args, &[("LIMPID_KEY", KEY)], "")
}

/// Runs limpid with these variables and this standard input.
pub fn limpid_with(place: &Place, args: &[&str], variables: &[(&str, &str)], stdin: &str) -> Output {
    let mut command = Command::cargo_bin("limpid").expect("the binary is built");
    command.current_dir(place.0.path()).env_remove("LIMPID_KEY").args(args).write_stdin(stdin);
    for (name, value) in variables {
        command.env(name, value);
    }
    command.output().expect("the binary runs")
}

/// Everything a process printed.
pub fn printed(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("limpid prints UTF-8");
    text(&output.stdout) + &text(&output.stderr)
}

/// Runs limpid and expects an exit code; returns what was printed.
pub fn expect(place: &Place, code: i32, args: &[&str]) -> String {
    let output = limpid(place, args);
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(code), "limpid {args:?}\n{text}");
    text
}

/// Every file below a folder, with its name relative to it.
pub fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    fn collect(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(root, &path, found);
            } else {
                let name = path.strip_prefix(root).expect("below").display().to_string();
                found.push((name, fs::read(&path).expect("readable")));
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, folder, &mut found);
    found.sort();
    found
}

/// The data files of an output, without the account.
pub fn data_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    files(folder).into_iter().filter(|(name, _)| !name.starts_with("_limpid")).collect()
}

/// Customers, chats and a note with personal data in reserved ranges.
pub fn sample(place: &Place, rows: usize) {
    let mut customers = String::from("id,full_name,email,phone,notes\n");
    let mut chats = String::new();
    for row in 0..rows {
        let mail = format!("person{row}@example.com");
        customers.push_str(&format!(
            "{row},Aisha Khan{row},{mail},(212) 555-01{:02},\"call, or write to {mail}\"\n",
            row % 100
        ));
        chats.push_str(&format!(
            "{{\"id\":{row},\"messages\":[{{\"role\":\"user\",\"content\":\"Born 1984-03-07, I am at 192.0.2.{} and {mail}\"}}]}}\n",
            row % 250
        ));
    }
    place.write("in/customers.csv", customers);
    place.write("in/chats.jsonl", chats);
    place.write("in/note.md", "# Note\n\nwrite to lead@example.org\n");
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
