//! Which files form one table: those in one folder whose names differ only in numbers.
//!
//! `day=1/part-0001.parquet` and `day=2/part-0002.parquet` are one table, `part-*.parquet`; `customers.csv` and
//! `orders.csv` are two. Files of one table must have one schema.

/// The table a file belongs to, from its name relative to the input.
pub fn table_name(relative: &str) -> String {
    let mut parts: Vec<&str> = relative.split('/').collect();
    let file = parts.pop().unwrap_or_default();
    parts.retain(|folder| !is_partition(folder));
    let mut name = parts.join("/");
    if !name.is_empty() {
        name.push('/');
    }
    let mut in_digits = false;
    for letter in file.chars() {
        if !letter.is_ascii_digit() {
            name.push(letter);
        } else if !in_digits {
            name.push('*');
        }
        in_digits = letter.is_ascii_digit();
    }
    name
}

/// Whether a folder is a hive partition, `key=value`.
fn is_partition(folder: &str) -> bool {
    folder.split_once('=').is_some_and(|(key, _)| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_one_table_and_names_are_many() {
        assert_eq!(table_name("day=1/part-0001.parquet"), "part-*.parquet");
        assert_eq!(table_name("x/day=2/part-17.parquet"), "x/part-*.parquet");
        assert_ne!(table_name("customers.csv"), table_name("orders.csv"));
    }
}
