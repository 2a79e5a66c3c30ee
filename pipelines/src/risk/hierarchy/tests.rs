use super::*;

fn climbed(hierarchy: &Hierarchy, value: &str) -> Vec<Option<String>> {
    let ladder = hierarchy.load("c").expect("a ladder");
    (0..=ladder.top()).map(|level| ladder.climb(Some(value), level).map(Option::unwrap_or_default)).collect()
}

fn groups(list: &[&str]) -> Vec<Option<String>> {
    list.iter().map(|group| Some((*group).to_owned())).collect()
}

#[test]
fn every_kind_climbs_to_the_top() {
    assert_eq!(climbed(&Hierarchy::Interval(vec![5.0, 10.0]), "37"), groups(&["37", "35-40", "30-40", "*"]));
    assert_eq!(climbed(&Hierarchy::Prefix(vec![3, 1]), "02139"), groups(&["02139", "021**", "0****", "*"]));
    assert_eq!(climbed(&Hierarchy::Mask(2), "4767"), groups(&["4767", "476*", "47**", "*"]));
    let dates =
        Hierarchy::Date(vec![DateLevel::Month, DateLevel::Quarter, DateLevel::Year, DateLevel::Decade]);
    assert_eq!(
        climbed(&dates, "1984-05-07"),
        groups(&["1984-05-07", "1984-05", "1984-Q2", "1984", "1980s", "*"])
    );
    assert_eq!(climbed(&Hierarchy::Interval(vec![5.0]), "old")[1], None);
    let ladder = Hierarchy::Mask(1).load("c").expect("a ladder");
    assert_eq!(ladder.climb(None, 1), Some(None));
    assert_eq!(ladder.climb(None, 2), Some(Some("*".into())));
}

#[test]
fn levels_that_do_not_nest_are_refused() {
    for bad in [
        Hierarchy::Interval(vec![]),
        Hierarchy::Interval(vec![5.0, 12.0]),
        Hierarchy::Interval(vec![10.0, 5.0]),
        Hierarchy::Interval(vec![-1.0]),
        Hierarchy::Prefix(vec![1, 3]),
        Hierarchy::Date(vec![DateLevel::Year, DateLevel::Month]),
    ] {
        assert!(bad.validate().is_err(), "{bad:?}");
    }
    assert_eq!(Hierarchy::Interval(vec![5.0, 10.0, 20.0]).validate(), Ok(()));
}

#[test]
fn a_file_must_be_a_tree_and_hold_every_value() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |text: &str| {
        let path = folder.path().join("h.csv");
        std::fs::write(&path, text).expect("a file");
        Hierarchy::Csv(path).load("c")
    };
    for text in ["a;x;*\nb;x;+\n", "a;x;*\na;y;*\n", "a;x;*\nb;x\n"] {
        let error = load(text).err().expect("no tree").to_string();
        assert!(error.contains("no tree") && error.contains("column c"), "{error}");
    }
    let mut dictionary = crate::risk::Dictionary::default();
    for value in [Some("a"), Some("b"), None] {
        dictionary.code(value).expect("a code");
    }
    let grid = load("a;x\nb;y\nc;y\n").expect("a tree").over(&dictionary).expect("a grid");
    assert_eq!(grid.groups, [vec![0, 1, 2], vec![0, 1, 2], vec![0, 0, 0]]);
    assert_eq!((grid.leaves, grid.shares[1][1]), (4, 0.5));
    let error = load("a;x;*\n").expect("a tree").over(&dictionary).err().expect("b is missed").to_string();
    assert!(error.contains("misses values: 1 value"), "{error}");
}
